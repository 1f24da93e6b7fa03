import type { BinaryNode } from '@whiskeysockets/baileys';
import type { ChannelSocket } from '../../../../engine/whatsapp/channel-admins';
import { inviteToChannel } from '../../../../engine/whatsapp/channels';

const CHANNEL = '120363041234567890@newsletter';
const BOB = '5511900000002@s.whatsapp.net';
const BOB_LID = '123456@lid';

const METADATA = '6563316087068696';
const INVITE = '9387141988078609';
const metadata = (role: string) => ({
	data: {
		xwa2_newsletter: {
			id: CHANNEL,
			thread_metadata: { name: { text: 'News' } },
			viewer_metadata: { role },
		},
	},
});
const invited = {
	data: { xwa2_newsletter_admin_invite_create: { invite_expiration_time: '1800000000' } },
};
const refusedWith = (code: number) => ({
	data: null,
	errors: [{ message: 'No', extensions: { error_code: code } }],
});

/** A socket whose queries are answered by their number; without an answer they time out. */
function socketWith(answers: Record<string, unknown>, lid: string | null = `${BOB_LID}`) {
	const asked: Array<{ id: string | undefined; variables: unknown }> = [];
	const query = async (node: BinaryNode): Promise<BinaryNode | undefined> => {
		const [{ attrs, content }] = node.content as [BinaryNode];
		const { variables } = JSON.parse(String(content)) as { variables: unknown };
		asked.push({ id: attrs.query_id, variables });
		const answer = answers[attrs.query_id ?? ''];
		if (!answer) return undefined;
		const result = { tag: 'result', attrs: {}, content: Buffer.from(JSON.stringify(answer)) };
		return { tag: 'iq', attrs: { type: 'result' }, content: [result] };
	};
	const lidMapping = { getLIDForPN: async () => lid };
	return { asked, socket: { query, signalRepository: { lidMapping } } as unknown as ChannelSocket };
}

describe('An invite to become admin of a channel', () => {
	test.each(['OWNER', 'ADMIN'])('is asked for by LID, as %s', async (role) => {
		const { socket, asked } = socketWith({ [METADATA]: metadata(role), [INVITE]: invited });
		expect(await inviteToChannel(socket, CHANNEL, BOB)).toEqual({
			id: CHANNEL,
			name: 'News',
			expiresAt: 1_800_000_000_000,
		});
		expect(asked).toEqual([
			{
				id: METADATA,
				variables: expect.objectContaining({ input: { key: CHANNEL, type: 'JID' } }),
			},
			{ id: INVITE, variables: { newsletter_id: CHANNEL, user_id: BOB_LID } },
		]);
	});

	test('goes by the number where the LID is not known', async () => {
		const answers = { [METADATA]: metadata('OWNER'), [INVITE]: invited };
		const { socket, asked } = socketWith(answers, null);
		await inviteToChannel(socket, CHANNEL, BOB);
		expect(asked[1]?.variables).toMatchObject({ user_id: BOB });
	});

	test.each<[string, Record<string, unknown>, string]>([
		[
			'we are not its admin',
			{ [METADATA]: metadata('SUBSCRIBER') },
			`The linked number is not an admin of the channel ${CHANNEL}.`,
		],
		[
			'WhatsApp says that we may not',
			{ [METADATA]: metadata('ADMIN'), [INVITE]: refusedWith(403) },
			`The linked number is not an admin of the channel ${CHANNEL}.`,
		],
		[
			'there is none',
			{ [METADATA]: refusedWith(404) },
			`There is no channel ${CHANNEL} that the linked number can see.`,
		],
		[
			'the person is admin already',
			{ [METADATA]: metadata('OWNER'), [INVITE]: refusedWith(409) },
			'This person is an admin of the channel already.',
		],
	])('is not allowed where %s', async (_, answers, message) => {
		const { socket } = socketWith(answers);
		await expect(inviteToChannel(socket, CHANNEL, BOB)).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message,
			retryable: false,
		});
	});

	test('is rejected with the number of what else is wrong', async () => {
		const { socket } = socketWith({ [METADATA]: refusedWith(500) });
		await expect(inviteToChannel(socket, CHANNEL, BOB)).rejects.toMatchObject({
			code: 'REJECTED',
			message: expect.stringContaining('500'),
		});
	});

	test('is tried again when WhatsApp does not answer', async () => {
		const { socket } = socketWith({});
		const error = await inviteToChannel(socket, CHANNEL, BOB).catch((caught: unknown) => caught);
		expect(error).toMatchObject({ message: expect.stringContaining('did not answer') });
		expect(error).not.toHaveProperty('code');
	});
});
