import type { OperationCall } from '../operation';

/** So many of the newest are looked through. */
const MOST = 100;

/** Tells whoever wrote that their messages were read. What is sent next is not held up where that cannot be told. */
export async function readFirst(
	{ request, functions }: Pick<OperationCall, 'request' | 'functions'>,
	chat: string,
): Promise<void> {
	try {
		const { unread } = await request('chat.get', { chat });
		if (unread === 0) return;
		const messages = await request('chat.getMessages', { chat, limit: MOST });
		const targets = messages
			.filter(({ fromMe }) => !fromMe)
			.slice(0, unread)
			.map(({ messageId }) => ({ messageId }));
		if (targets.length > 0) await request('message.markRead', { chat, targets });
	} catch (error) {
		functions.logger.debug(`WhatsApp messages were not marked as read first: ${String(error)}`);
	}
}
