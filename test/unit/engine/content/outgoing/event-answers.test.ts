import { eventAnswer } from '../../../../../engine/content/outgoing/event-answer';
import { eventCancel, eventEdit } from '../../../../../engine/content/outgoing/event-edit';
import { START } from '../../../../support/fake-clock';
import {
	BOBS_LID,
	made,
	ME,
	MY_LID,
	oursInGroup,
	refused,
	theirsInGroup,
	withSecret,
} from './about';
import { GROUP, lookUps, SECRET } from './support';

const event = { name: 'Party', description: 'Bring cake', startTime: 1_800_000_000 };
const content = withSecret({ eventMessage: event });
const theirEvent = { ...theirsInGroup, content };
const ourEvent = { ...oursInGroup, content };
const details = { name: 'Party!', startsAt: '2027-01-15T08:00:00Z' };
const edited = { type: 'eventEdit' as const, event: details };
const cancel = { type: 'eventCancel' as const };
const found = { usesLids: true, callLink: undefined };

describe('An answer to an event', () => {
	const answer = (what: 'going' | 'notGoing' | 'maybe') => ({
		type: 'eventAnswer' as const,
		answer: what,
	});

	test.each([
		['going', 1],
		['notGoing', 2],
		['maybe', 3],
	] as const)('is sealed: %s', (what, response) => {
		expect(made(eventAnswer, answer(what), theirEvent, true)).toEqual({
			encEventResponseMessage: {
				eventCreationMessageKey: {
					remoteJid: GROUP,
					fromMe: false,
					id: 'A1',
					participant: BOBS_LID,
				},
				key: { messageId: 'A1', secret: SECRET, creator: BOBS_LID, actor: MY_LID },
				answer: { response, timestampMs: START },
			},
		});
	});

	test.each(['GOING', 'constructor', '', 7])('is none of other words: %p', (word) => {
		expect(refused(eventAnswer, answer(word as 'going'), theirEvent)).toMatchObject({
			code: 'INVALID_CONTENT',
			message: `"${word}" is not an answer to an event.`,
			hint: 'Use one of: going, notGoing, maybe.',
		});
	});

	test('is not for an event of ours', () => {
		expect(refused(eventAnswer, answer('going'), ourEvent)).toMatchObject({
			code: 'NOT_ALLOWED',
			message: 'Event A1 cannot be answered: this number has sent it.',
		});
	});

	test('is not for what is no event', () => {
		expect(refused(eventAnswer, answer('going'), theirsInGroup)).toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'Message A1 is not an event.',
		});
	});

	test('needs the event', () => {
		const target = { ...theirEvent, content: null };
		expect(refused(eventAnswer, answer('going'), target)).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			hint: expect.stringContaining('Original Message'),
		});
	});
});

describe('An edited event', () => {
	test('is said anew, sealed with the secret of the first', () => {
		expect(made(eventEdit, edited, ourEvent, found)).toEqual({
			secretEncryptedMessage: {
				targetMessageKey: { remoteJid: GROUP, fromMe: true, id: 'A1' },
				secretEncType: 1,
				key: { messageId: 'A1', secret: SECRET, creator: MY_LID, actor: MY_LID },
				event: { name: 'Party!', startTime: 1_800_000_000, isCanceled: false },
			},
		});
	});

	test('goes by phone number in a group that does', () => {
		expect(
			made(eventEdit, edited, ourEvent, { ...found, usesLids: false }).secretEncryptedMessage,
		).toMatchObject({ key: { creator: ME, actor: ME } });
	});

	test('has a link for its call', async () => {
		const whole = {
			...edited,
			event: { ...details, call: 'video' as const },
			target: { messageId: 'A1' },
		};
		const answers = lookUps({
			usesLids: async () => true,
			createCallLink: async () => 'https://call.whatsapp.com/video/x',
		});
		const asked = await eventEdit.lookUp?.(whole, answers, GROUP);
		expect(asked).toEqual({ usesLids: true, callLink: 'https://call.whatsapp.com/video/x' });
		expect(made(eventEdit, whole, ourEvent, asked).secretEncryptedMessage).toMatchObject({
			event: { joinLink: 'https://call.whatsapp.com/video/x' },
		});
	});

	test('is checked like a new one', () => {
		const nameless = { ...edited, event: { ...details, name: ' ' } };
		expect(refused(eventEdit, nameless, ourEvent)).toMatchObject({ code: 'INVALID_CONTENT' });
	});
});

describe('A cancelled event', () => {
	test('is as it was, and cancelled', () => {
		expect(made(eventCancel, cancel, ourEvent, true).secretEncryptedMessage).toMatchObject({
			key: { creator: MY_LID, actor: MY_LID },
			event: { ...event, isCanceled: true },
		});
	});

	test('needs the event', () => {
		expect(refused(eventCancel, cancel, { ...ourEvent, content: null })).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			message: 'Message A1 cannot be canceled: its content is not known any more.',
		});
	});
});

describe.each([
	['edited', eventEdit, edited],
	['canceled', eventCancel, cancel],
] as const)('An event that is %s', (what, kind, change) => {
	test('is only our own', () => {
		expect(refused(kind as typeof eventEdit, change as typeof edited, theirEvent)).toMatchObject({
			code: 'NOT_ALLOWED',
			message: `Message A1 cannot be ${what}: somebody else sent it.`,
		});
	});
});
