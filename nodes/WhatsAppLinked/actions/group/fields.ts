import type { MessageOrigin } from '../../../../engine/gateway/contract';
import { named, people, text, toggle, type Field } from '../../../shared/fields';
import { originOf } from '../../../shared/origin';

/** `what`: what is done to them. */
export function participants(what: string): Field<string[]> {
	return people({
		displayName: 'Participants',
		required: true,
		description: `Phone numbers of who ${what}, with commas or line breaks between them. An expression may yield a list.`,
	});
}

export const inviteLink = text({
	displayName: 'Invite Link',
	required: true,
	placeholder: 'e.g. https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv',
	description: 'The invite link of the group, or the code at its end',
});

const invite = toggle({
	displayName: 'Invite Those Who Cannot Be Added',
	default: true,
	description:
		'Whether to send a private invite to those whose privacy settings do not let the number add them, or who left the group. The invites wait in the queue like all messages.',
});

/** What the invites are sent from; undefined: none are. */
export const inviteFrom: Field<MessageOrigin | undefined> = named('invite', {
	...invite,
	read: (place, name) =>
		invite.read(place, name) ? originOf(place.functions, place.itemIndex) : undefined,
});
