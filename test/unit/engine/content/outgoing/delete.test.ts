import { deleteForEveryone } from '../../../../../engine/content/outgoing/delete';
import { START } from '../../../../support/fake-clock';
import { HOUR } from '../../support';
import {
	BOBS_LID,
	made,
	ours,
	oursInGroup,
	refused,
	theirs,
	theirsInGroup,
	waiting,
} from './about';
import { BOB, GROUP, lookUps } from './support';

const content = { type: 'delete' as const };

describe('Deleting for everyone', () => {
	test.each([
		['our own message', ours, BOB],
		['our own message in a group', oursInGroup, GROUP],
		['our own message that still waits', waiting, BOB],
		['our own message whose words are gone', { ...ours, content: null }, BOB],
	])('names %s', (_what, target, remoteJid) => {
		expect(made(deleteForEveryone, content, target, false)).toEqual({
			protocolMessage: { key: { remoteJid, fromMe: true, id: 'A1' }, type: 0 },
		});
	});

	test('names the author of what an admin deletes in a group', () => {
		expect(made(deleteForEveryone, content, theirsInGroup, true).protocolMessage?.key).toEqual({
			remoteJid: GROUP,
			fromMe: false,
			id: 'A1',
			participant: BOBS_LID,
		});
	});

	test('of what others sent needs an admin', () => {
		expect(() => made(deleteForEveryone, content, theirsInGroup, false)).toThrow(
			'somebody else sent it, and this number is not an admin of the group',
		);
	});

	test('of what others sent is not possible in a chat with one person', () => {
		expect(refused(deleteForEveryone, content, theirs)).toMatchObject({
			code: 'NOT_ALLOWED',
			hint: expect.stringContaining('Set Delete For to Me.'),
		});
	});

	test.each([
		['ours', ours],
		['one of a group, by an admin', theirsInGroup],
	])('is too late after 60 hours: %s', (_what, target) => {
		const sentAt = (at: number | null) => ({ ...target, at });
		expect(refused(deleteForEveryone, content, sentAt(START - 60 * HOUR - 1))).toMatchObject({
			code: 'TOO_LATE',
			message:
				'Message A1 cannot be deleted for everyone any more: it was sent more than 60 hours ago.',
		});
		for (const at of [START - 60 * HOUR, null]) {
			expect(() => made(deleteForEveryone, content, sentAt(at), true)).not.toThrow();
		}
	});

	test('asks only in groups whether we are an admin', async () => {
		const isAdmin = jest.fn(async () => true);
		const whole = { ...content, target: { messageId: 'A1' } };
		expect(await deleteForEveryone.lookUp?.(whole, lookUps({ isAdmin }), BOB)).toBe(false);
		expect(isAdmin).not.toHaveBeenCalled();
		expect(await deleteForEveryone.lookUp?.(whole, lookUps({ isAdmin }), GROUP)).toBe(true);
	});
});
