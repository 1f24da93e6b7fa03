import { EngineError } from '../../../../engine/gateway/contract';
import { mapped, trimmedText } from '../../../shared/fields';

const EMOJI = {
	displayName: 'Emoji',
	required: true,
	placeholder: 'e.g. 👍',
	description: 'The reaction: exactly one emoji',
};

/** Nothing is taken back by an expression that yields nothing. */
export const emoji = mapped(trimmedText(EMOJI), (given) => {
	if (given === '') throw NO_EMOJI;
	return given;
});

const NO_EMOJI = new EngineError(
	'INVALID_CONTENT',
	`${EMOJI.displayName} is empty.`,
	'Put one emoji into it. To take a reaction back, use Remove Reaction.',
);
