import { joinedMessages } from '../../../../engine/content/joined-messages';
import type { IncomingMessageEvent } from '../../../../engine/gateway/contract';
import { message } from '../../../../nodes/WhatsAppLinkedTrigger/events/samples';
import { FILE } from '../../../support/incoming';

const said = (
	messageId: string,
	more: Partial<IncomingMessageEvent> = {},
): IncomingMessageEvent => ({
	...message(),
	event: 'message.incoming',
	messageId,
	eventId: `credential-1:${messageId}`,
	...more,
});

test('The last message has the words of all, one below the other', () => {
	const messages = [
		said('A1', { text: 'Hello' }),
		said('A2', { type: 'image', text: null, media: FILE }),
		said('A3', { type: 'image', text: '', media: FILE }),
		said('A4', { text: 'Is this one\nin stock?' }),
	];
	expect(joinedMessages(messages, 'one')).toEqual({
		...messages[3],
		eventId: 'credential-1:A4:one',
		text: 'Hello\nIs this one\nin stock?',
		messages,
	});
});

test('Where nothing has words, the event has none', () => {
	const event = joinedMessages([said('A1', { type: 'sticker', text: null, media: FILE })], 'one');
	expect(event).toMatchObject({ type: 'sticker', text: null, media: FILE });
});

test('Those who collect the same messages get events of their own', () => {
	const ids = ['one', 'another'].map((who) => joinedMessages([said('A1')], who).eventId);
	expect(new Set(ids).size).toBe(2);
});
