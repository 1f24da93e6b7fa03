import type { BinaryNode } from '@whiskeysockets/baileys';
import { createPrivacy } from '../../../../engine/whatsapp/privacy';
import { QueryTimeout, refusalCode } from '../../../../engine/whatsapp/query-errors';

/** What WhatsApp answers that the simulator does not. */

type Socket = Parameters<typeof createPrivacy>[0];

const BOB = { jid: '5511900000002@s.whatsapp.net', lid: '222@lid' };

const category = (name: string, value: string): BinaryNode => ({
	tag: 'category',
	attrs: { name, value },
});

/** Privacy over a connection that answers each question with these elements; without them no answer comes. */
function privacyWith(content: BinaryNode[] | undefined, lid: string | null = '111:2@lid') {
	const asked: BinaryNode[] = [];
	const fetchPrivacySettings = jest.fn(async () => ({}));
	const sock = {
		authState: { creds: { me: { id: '5511900000001:2@s.whatsapp.net', lid: lid ?? undefined } } },
		fetchPrivacySettings,
		generateMessageTag: () => '1',
		query: async (node: BinaryNode) => {
			asked.push(node);
			const answer = content && [{ tag: 'privacy', attrs: {}, content }];
			return answer && { tag: 'iq', attrs: {}, content: answer };
		},
	} as unknown as Socket;
	return { privacy: createPrivacy(sock), asked, fetchPrivacySettings };
}

const childOf = ({ content }: BinaryNode) => (content as BinaryNode[])[0] as BinaryNode;

test('A value that is not known here is another one, and a setting in error is none', async () => {
	const { privacy } = privacyWith([
		category('last', 'contact_allowlist'),
		category('messages', 'error'),
		category('stickers', 'contacts'),
		category('readreceipts', 'all'),
	]);
	expect(await privacy.get()).toEqual({
		...{ lastSeen: 'other', messages: null, readReceipts: true, about: null, picture: null },
		...{ online: null, groupAdd: null, calls: null },
	});
});

test('A change that is answered with an error in place of the value is refused', async () => {
	const { privacy } = privacyWith([category('messages', 'error')]);
	const refused = await privacy.set('messages', 'contacts').catch((error: unknown) => error);
	expect(refusalCode(refused)).toBe(400);
});

test('A question that nobody answers is not taken for one that was done', async () => {
	const { privacy } = privacyWith(undefined);
	await expect(privacy.set('calls', 'known')).rejects.toThrow(QueryTimeout);
	await expect(privacy.get()).rejects.toThrow(QueryTimeout);
	await expect(privacy.setDefaultDisappearing(0)).rejects.toThrow(QueryTimeout);
});

test.each([
	['111:2@lid', { addressing_mode: 'lid' }, { jid: BOB.lid, pn_jid: BOB.jid }],
	[null, {}, { jid: BOB.jid }],
])(
	'Of an account with the LID %s people are named by it, or by their numbers',
	async (lid, mode, who) => {
		const { privacy, asked } = privacyWith([], lid);
		await privacy.changeBlacklist('lastSeen', 'add', [BOB]);
		const [read, write] = asked.map(childOf);
		expect([read?.attrs, write?.attrs]).toEqual([mode, mode]);
		const changed = childOf(write as BinaryNode);
		expect(changed.attrs).toEqual({ name: 'last', value: 'contact_blacklist', dhash: 'none' });
		expect(childOf(changed).attrs).toEqual({ action: 'add', ...who });
	},
);

test('What Baileys remembers is asked for anew after a change, until there is an answer', async () => {
	const { privacy, fetchPrivacySettings } = privacyWith([]);
	await privacy.refresh();
	expect(fetchPrivacySettings).not.toHaveBeenCalled();
	privacy.onChanged();
	fetchPrivacySettings.mockRejectedValueOnce(new Error('no answer'));
	await expect(privacy.refresh()).rejects.toThrow('no answer');
	await privacy.refresh();
	await privacy.refresh();
	expect(fetchPrivacySettings).toHaveBeenCalledTimes(2);
	expect(fetchPrivacySettings).toHaveBeenCalledWith(true);
});
