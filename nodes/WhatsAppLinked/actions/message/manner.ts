import { EngineError } from '../../../../engine/gateway/contract';
import { field, toggle, type FieldsOf } from '../../../shared/fields';
import { asNumber } from '../../../shared/parameters';
import { LONGEST_SIMULATION_SECONDS } from './send-options';

/** How a text is sent, for those who answer as a person would: language models, mostly. */
export interface Manner {
	convertMarkdown: boolean;
	/** Into so many messages at most. */
	split: number | undefined;
	automaticTyping: boolean;
	markAsRead: boolean;
}

const MOST_PARTS = 10;

const SPLIT = {
	displayName: 'Split Long Text Into',
	type: 'number' as const,
	typeOptions: { minValue: 2, maxValue: MOST_PARTS },
	default: 3,
	description:
		'How many messages a long text may become, from 2 to 10. It is cut at blank lines, and long paragraphs between sentences. The IDs of all messages are put out as messageIds.',
};

export const manner: FieldsOf<Manner> = {
	automaticTyping: toggle({
		displayName: 'Automatic Typing',
		default: true,
		description:
			'Whether to show "typing…" before each message for as long as it takes to type, at most 15 seconds. Takes the place of Typing.',
	}),
	convertMarkdown: toggle({
		displayName: 'Convert Markdown',
		default: true,
		description:
			"Whether to turn the Markdown that language models write (**bold**, headings, links, tables) into WhatsApp's own marks",
	}),
	markAsRead: toggle({
		displayName: 'Mark as Read First',
		default: true,
		description:
			'Whether to mark what the other side has written as read (blue ticks) before the text is queued',
	}),
	split: field(SPLIT, parts),
};

function parts(given: unknown): number | undefined {
	if (given === undefined) return undefined;
	const most = asNumber(given);
	if (Number.isInteger(most) && most >= 2 && most <= MOST_PARTS) return most;
	throw new EngineError(
		'INVALID_SETTING',
		`${SPLIT.displayName} is ${JSON.stringify(given)}; it takes a whole number from 2 to ${MOST_PARTS}.`,
		'Correct it, or remove the option to send the text as one message.',
	);
}

const FOR_A_CHARACTER_MS = 50;
const SHORTEST_MS = 1_000;
const LONGEST_MS = LONGEST_SIMULATION_SECONDS * 1_000;

/** How long somebody types a text, in milliseconds. */
export function typingTime(text: string): number {
	return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, text.length * FOR_A_CHARACTER_MS));
}
