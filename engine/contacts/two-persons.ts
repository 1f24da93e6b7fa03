import type { Addresses } from '../content/events';
import type { Recipients } from '../outbox/recipients';

/** Whether two chats with one person each are known to be with two persons. */
export type AreDifferentPeople = (one: string, other: string) => boolean;

/**
 * A person has two addresses, and the phone number may be written differently from how WhatsApp has it (Brazil's ninth
 * digit): numbers can be compared only where WhatsApp has told which they are.
 */
export function createDifferentPeople(
	addresses: (jid: string) => Addresses,
	recipients: Pick<Recipients, 'known'>,
): AreDifferentPeople {
	const settled = (chat: string): Addresses | undefined => {
		const known = recipients.known(chat);
		const found = addresses(known ?? chat);
		return known || found.lid ? found : undefined;
	};
	return (one, other) => {
		const [a, b] = [settled(one), settled(other)];
		if (!a || !b) return false;
		if (a.lid && b.lid) return a.lid !== b.lid;
		return a.phone !== null && b.phone !== null && a.phone !== b.phone;
	};
}
