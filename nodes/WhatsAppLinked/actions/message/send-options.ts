import type { SendMessage } from '../../../../engine/gateway/contract';
import { EngineError } from '../../../../engine/gateway/contract';
import {
	field,
	minutes,
	optionalChoice,
	optionalTime,
	seconds,
	textIfAdded,
	toggle,
	trimmedText,
	type FieldsOf,
} from '../../../shared/fields';
import { asNumber } from '../../../shared/parameters';
import { reference } from './fields';

/** What can be set of everything that is sent, whatever it says. */

/** The three that can be waited for; QUEUED is there at once. */
export type AwaitedStatus = 'SENT' | 'RECEIVED' | 'READ';

/** What the chat shows before the message. */
export type Presence = 'Typing' | 'Recording';

export const LONGEST_SIMULATION_SECONDS = 15;
export const DEFAULT_WAIT_SECONDS = 30;

/** Of everything that goes through the queue. */
interface QueueOptions {
	campaign: string | undefined;
	customId: string;
	/** In milliseconds, like all that are seconds or minutes in the panel. */
	delayAfter: number | undefined;
	expiresAfter: number | undefined;
	priority: SendMessage['priority'];
	/** ISO 8601. */
	sendAt: string | undefined;
	waitFor: 'QUEUED' | AwaitedStatus | undefined;
	waitTimeout: number | undefined;
}

/** Of new messages besides. */
interface NewMessageOptions extends QueueOptions {
	evenIfOptedOut: boolean;
	/** In seconds. */
	disappearAfter: number | undefined;
	typing: number | undefined;
}

/** Of those that may answer another message. */
interface AnswerOptions extends NewMessageOptions {
	replyPrivately: boolean;
	replyTo: string;
	replyReference: string | undefined;
}

export type SendOptions = QueueOptions & Partial<AnswerOptions>;

export const queueOptions: FieldsOf<QueueOptions> = {
	campaign: textIfAdded({
		displayName: 'Campaign',
		placeholder: 'e.g. Spring sale',
		description:
			'What this message belongs to, in words of your own: Queue > Pause, Resume, Get Many, Clear and Get Statistics then work for all messages with the same words. Without a Priority of their own they leave after all others, so that no answer waits for them.',
	}),
	customId: trimmedText({
		displayName: 'Custom ID',
		placeholder: 'e.g. order-1042-paid',
		description:
			'Your own name for this message, to make sure that it is sent only once: a second message with the same Custom ID is not sent, and puts out the first one instead, with duplicate: true. If the first one never left the queue, the second one is sent. Without it, the node takes care of its own retries.',
	}),
	delayAfter: seconds({
		displayName: 'Delay After',
		typeOptions: { minValue: 0, maxValue: LONGEST_SIMULATION_SECONDS },
		default: 3,
		description:
			'How long to pause after this message, from 0 to 15 seconds, instead of the pause set in the credential',
	}),
	expiresAfter: minutes({
		displayName: 'Expires After',
		typeOptions: { minValue: 1 },
		default: 60,
		description:
			'How long after Send At, or else after it was queued, the message may still be sent. If the number is offline for longer, the message fails as EXPIRED.',
	}),
	priority: optionalChoice({
		displayName: 'Priority',
		// From first to last.
		options: [
			{ name: 'High', value: 'high', description: 'Before all others' },
			{ name: 'Normal', value: 'normal', description: 'As without this option' },
			{ name: 'Low', value: 'low', description: 'After all others, as messages of a campaign' },
		],
		default: 'high',
		description:
			'Which messages in the queue leave first: high, normal or low. Of one priority those whose Send At has come go first, and the others in their order.',
	}),
	sendAt: optionalTime({
		displayName: 'Send At',
		description:
			"When the message is to leave, at most a year from now: until then it waits in the queue, where Queue > Edit Time moves it and Queue > Delete takes it out. Without a time zone it is in the workflow's. A time that has passed is now.",
	}),
	waitFor: optionalChoice({
		displayName: 'Wait For',
		// In the order in which they happen.
		options: [
			{
				name: "Queued (Don't Wait)",
				value: 'QUEUED',
				description: 'Go on as soon as the message is safely in the queue',
			},
			{ name: 'Sent', value: 'SENT', description: 'WhatsApp has the message (one tick)' },
			{
				name: 'Received',
				value: 'RECEIVED',
				description: "The message is on the recipient's phone (two ticks)",
			},
			{
				name: 'Read',
				value: 'READ',
				description: 'The recipient has opened the message (two blue ticks)',
			},
		],
		default: 'SENT',
		description:
			'How far the message must have come before the workflow goes on. All items are queued first, then waited for.',
	}),
	waitTimeout: seconds({
		displayName: 'Wait Timeout',
		typeOptions: { minValue: 1 },
		default: DEFAULT_WAIT_SECONDS,
		description:
			'How long to wait at most, if Wait For is set. Messages leave one after another: for many items, allow a few seconds for each.',
	}),
};

/** Of what is waited for no further than until WhatsApp has it. `what` in the user's words: "status". */
export function optionsUntilSent(what: string): FieldsOf<QueueOptions> {
	return {
		...queueOptions,
		waitFor: optionalChoice({
			displayName: 'Wait For',
			// In the order in which they happen.
			options: [
				{
					name: "Queued (Don't Wait)",
					value: 'QUEUED',
					description: `Go on as soon as the ${what} is safely in the queue`,
				},
				{ name: 'Sent', value: 'SENT', description: `WhatsApp has the ${what}` },
			],
			default: 'SENT',
			description: `How far the ${what} must have come before the workflow goes on. All items are queued first, then waited for.`,
		}),
	};
}

const LIFETIMES = [
	{ name: '24 Hours', value: 86_400 },
	{ name: '7 Days', value: 604_800 },
	{ name: '90 Days', value: 7_776_000 },
	{ name: 'Never', value: 0 },
];

const DISAPPEAR_AFTER = {
	displayName: 'Disappear After',
	type: 'options' as const,
	// From short to long.
	options: LIFETIMES,
	default: 604_800,
	description:
		'When the message disappears from the chat. Without this option it keeps to the time that the chat is set to.',
};

/** Of what is forwarded: it answers nothing. */
export function newMessageOptions(presence: Presence): FieldsOf<NewMessageOptions> {
	return {
		...queueOptions,
		disappearAfter: field(DISAPPEAR_AFTER, lifetime),
		evenIfOptedOut: toggle({
			displayName: 'Send Even If Opted Out',
			default: true,
			description:
				'Whether the message also goes to somebody who has opted out, such as to confirm that, or to answer what they have asked since',
		}),
		typing: seconds({
			displayName: presence,
			typeOptions: { minValue: 0, maxValue: LONGEST_SIMULATION_SECONDS },
			default: 3,
			description: `How long to show "${presence.toLowerCase()}…" in the chat before the message is sent, from 0 to 15 seconds`,
		}),
	};
}

const REPLY_TO = {
	displayName: 'Reply to Message ID',
	placeholder: 'e.g. 3EB0A1B2C3D4E5F6A7B8C9',
	description: 'The ID of the message, or of the status update, to quote above this one',
};
const REPLY_PRIVATELY = {
	displayName: 'Reply Privately',
	default: true,
	description: `Whether to answer a group message in the chat with whoever wrote it. Keep the group in To and set ${REPLY_TO.displayName} to its message.`,
};
const REPLY_REFERENCE = 'Reply to Original Message';

export function answerOptions(presence: Presence): FieldsOf<AnswerOptions> {
	return {
		...newMessageOptions(presence),
		replyPrivately: toggle(REPLY_PRIVATELY),
		replyTo: trimmedText(REPLY_TO),
		replyReference: reference(REPLY_REFERENCE),
	};
}

/** An expression may yield nothing. What was meant as a reply must not go out as a message to the whole group. */
export function answered({
	replyTo,
	replyPrivately,
	replyReference,
}: SendOptions): SendMessage['replyTo'] {
	if (replyTo) {
		return { messageId: replyTo, ...(replyReference && { reference: replyReference }) };
	}
	if (replyPrivately) throw withoutMessage(REPLY_PRIVATELY.displayName);
	if (replyReference) throw withoutMessage(REPLY_REFERENCE);
	return undefined;
}

function withoutMessage(option: string): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`${option} is set, but ${REPLY_TO.displayName} is empty.`,
		`Set ${REPLY_TO.displayName} to the message that is answered, or remove ${option}.`,
	);
}

/** An expression may yield anything; WhatsApp knows three lifetimes, and none. */
function lifetime(given: unknown): number | undefined {
	if (given === undefined) return undefined;
	const values = LIFETIMES.map(({ value }) => value);
	const seconds = asNumber(given);
	if (values.includes(seconds)) return seconds;
	throw new EngineError(
		'INVALID_SETTING',
		`${DISAPPEAR_AFTER.displayName} is ${JSON.stringify(given)}, but WhatsApp knows only 24 hours, 7 days, 90 days and never.`,
		`Choose one of the four, or use ${values.join(', ')} (seconds) in the expression.`,
	);
}
