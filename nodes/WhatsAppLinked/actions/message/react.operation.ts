import { EngineError } from '../../../../engine/gateway/contract';
import { mapped, trimmedText } from '../../../shared/fields';
import { defineAction } from './define-send';

const EMOJI = {
	displayName: 'Emoji',
	required: true,
	placeholder: 'e.g. 👍',
	description: 'The reaction: exactly one emoji',
};

export const react = defineAction({
	name: 'React',
	action: 'React to message',
	description: 'Put an emoji on a message. It takes the place of an earlier one of yours.',
	type: 'reaction',
	messageId: 'The ID of the message to react to',
	fields: {
		emoji: mapped(trimmedText(EMOJI), (emoji) => {
			if (emoji === '') throw NO_EMOJI;
			return emoji;
		}),
	},
});

const NO_EMOJI = new EngineError(
	'INVALID_CONTENT',
	`${EMOJI.displayName} is empty.`,
	'Put one emoji into it. To take a reaction back, use Message > Remove Reaction.',
);
