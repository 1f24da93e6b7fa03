import { createHash } from 'node:crypto';
import { decryptEventResponse, decryptPollVote, proto } from '@whiskeysockets/baileys';
import {
	openMessage,
	openEventAnswer,
	openPollVote,
	seal,
} from '../../../../engine/whatsapp/secrets';

const PHONE = '5511900000001@s.whatsapp.net';
const LID = '111@lid';
const BOB = '5511900000002@s.whatsapp.net';
const secret = new Uint8Array(32).fill(7);
const key = { messageId: 'A1', secret, creator: BOB, actor: LID };
const names = { creators: [LID, BOB], actors: [PHONE, LID] };
const hashOf = (option: string) => createHash('sha256').update(option).digest('hex');
const hex = (hashes: readonly Uint8Array[] = []) =>
	hashes.map((hash) => Buffer.from(hash).toString('hex'));

describe('What is sealed', () => {
	test('is a vote that Baileys opens', () => {
		const { selectedOptions } = decryptPollVote(seal.vote(key, ['Soup', 'Pie']), {
			pollMsgId: 'A1',
			pollEncKey: secret,
			pollCreatorJid: BOB,
			voterJid: LID,
		});
		expect(hex(selectedOptions)).toEqual([hashOf('Soup'), hashOf('Pie')]);
	});

	test('is an answer that Baileys opens', () => {
		const answer = { response: 1, timestampMs: 1_800_000_000_000 };
		const opened = decryptEventResponse(seal.eventAnswer(key, answer), {
			eventMsgId: 'A1',
			eventEncKey: secret,
			eventCreatorJid: BOB,
			responderJid: LID,
		});
		expect(opened).toMatchObject({ response: 1 });
		expect(Number(opened.timestampMs)).toBe(1_800_000_000_000);
	});

	test('looks different each time', () => {
		expect(seal.vote(key, ['Soup'])).not.toEqual(seal.vote(key, ['Soup']));
	});
});

describe('What others sealed', () => {
	test('opens by whichever of their names they used', () => {
		expect(hex(openPollVote(seal.vote(key, ['Soup']), key, names))).toEqual([hashOf('Soup')]);
		const answer = seal.eventAnswer(key, { response: 2 });
		expect(openEventAnswer(answer, key, names)).toMatchObject({ response: 2 });
		const edit = seal.eventEdit(key, { name: 'Party!' });
		expect(openMessage(edit, key, names, 'Event Edit')?.eventMessage).toMatchObject({
			name: 'Party!',
		});
	});

	test.each([
		['by other names', { ...key }, { creators: [BOB], actors: [PHONE] }],
		['of another message', { ...key, messageId: 'A2' }, names],
		['with another secret', { ...key, secret: new Uint8Array(32) }, names],
	])('does not open %s', (_what, of, by) => {
		expect(openPollVote(seal.vote(key, ['Soup']), of, by)).toBeUndefined();
		expect(openMessage(seal.eventEdit(key, { name: 'x' }), of, by, 'Event Edit')).toBeUndefined();
	});

	test('for one use does not open as another', () => {
		expect(openEventAnswer(seal.vote(key, ['Soup']), key, names)).toBeUndefined();
		expect(
			openMessage(seal.eventEdit(key, { name: 'x' }), key, names, 'Message Edit'),
		).toBeUndefined();
	});

	test('without payload does not open', () => {
		expect(openPollVote({}, key, names)).toBeUndefined();
		expect(openPollVote(proto.Message.PollEncValue.create({}), key, names)).toBeUndefined();
	});
});
