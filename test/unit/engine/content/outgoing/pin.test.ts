import { pin } from '../../../../../engine/content/outgoing/pin';
import { START } from '../../../../support/fake-clock';
import { BOBS_LID, made, ours, refused, theirsInGroup } from './about';
import { GROUP } from './support';

const pinFor = (seconds: number) => ({ type: 'pin' as const, seconds });

describe('A pin', () => {
	test.each([86_400, 604_800, 2_592_000])('lasts as long as WhatsApp takes: %i s', (seconds) => {
		expect(made(pin, pinFor(seconds), theirsInGroup)).toEqual({
			pinInChatMessage: {
				key: { remoteJid: GROUP, fromMe: false, id: 'A1', participant: BOBS_LID },
				type: 1,
				senderTimestampMs: START,
			},
			messageContextInfo: { messageAddOnDurationInSecs: seconds },
		});
	});

	test('is taken off', () => {
		expect(made(pin, pinFor(0), ours)).toMatchObject({
			pinInChatMessage: { type: 2 },
			messageContextInfo: { messageAddOnDurationInSecs: 0 },
		});
	});

	test.each([-1, 1, 3600, NaN])('lasts no other time: %d s', (seconds) => {
		expect(refused(pin, pinFor(seconds), ours)).toMatchObject({
			code: 'INVALID_CONTENT',
			hint: expect.stringContaining('24 hours, 7 days or 30 days'),
		});
	});
});
