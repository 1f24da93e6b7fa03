import {
	contact,
	locator,
	mapped,
	named,
	text,
	trimmedText,
	type Field,
} from '../../../shared/fields';
import { postModes, reactionModes } from '../../../shared/recipient';
import type { Destination } from '../message/send';
import { optionsUntilSent } from '../message/send-options';

export const name = text({
	displayName: 'Name',
	required: true,
	placeholder: 'e.g. Weekly offers',
	description: 'What the channel is called, up to 100 characters',
});

/** `what`: who it is. */
export function person(what: string): Field<string> {
	return contact({
		displayName: 'Person',
		description: `${what}: a phone number with country code`,
	});
}

const place = (modes: typeof postModes, description: string): Field<Destination> =>
	mapped(
		named(
			'channel',
			locator({
				displayName: 'Channel',
				required: true,
				description,
				type: 'resourceLocator',
				default: { mode: 'list', value: '' },
				modes,
			}),
		),
		(to) => ({ to }),
	);

/** Where something is posted. */
export const ownPlace = place(postModes, 'A channel that the linked number owns or is admin of');

/** Where something is done to a post. */
export const anyPlace = place(reactionModes, 'The channel that the post is in');

export const postOptions = optionsUntilSent('post');

/** `what` is done to it. */
export function postId(what: string): Field<string> {
	return trimmedText({
		displayName: 'Post ID',
		required: true,
		placeholder: 'e.g. {{ $json.messageId }}',
		description: `The post to ${what}: messageId or serverId of Get Posts, or messageId of what posted it or of WhatsApp Linked Trigger`,
	});
}
