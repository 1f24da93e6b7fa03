import { channelInvite } from '../../../../../engine/content/outgoing/channel-invite';
import { BOB, buildContext, checkContext, GROUP, lookUps, refusal } from './support';

const CHANNEL = '120363041234567890@newsletter';
const content = { type: 'channelInvite', channel: CHANNEL } as const;

describe('An invite to become admin of a channel', () => {
	test('is noted by the server first, then tells name and end', async () => {
		const invitation = { id: CHANNEL, name: 'News', expiresAt: 1_800_000_000_000 };
		const inviteToChannel = jest.fn(async () => invitation);
		const found = await channelInvite.lookUp?.(content, lookUps({ inviteToChannel }), BOB);
		expect(inviteToChannel.mock.calls).toEqual([[CHANNEL, BOB]]);
		expect(found).toBe(invitation);
		expect(channelInvite.build({ ...content, text: 'Join us' }, buildContext(invitation))).toEqual({
			newsletterAdminInviteMessage: {
				newsletterJid: CHANNEL,
				newsletterName: 'News',
				caption: 'Join us',
				inviteExpiration: 1_800_000_000,
			},
		});
	});

	test('goes to people only, about channels only', () => {
		expect(() => channelInvite.check(content, checkContext())).not.toThrow();
		expect(refusal(channelInvite, content, GROUP)).toBe(
			'Only a person can be invited to become admin of a channel.',
		);
		expect(refusal(channelInvite, { ...content, channel: GROUP })).toBe(
			`"${GROUP}" is neither the ID nor the invite link of a channel.`,
		);
		expect(refusal(channelInvite, { ...content, channel: '' })).toBe(
			'The ID of the channel is empty.',
		);
	});
});
