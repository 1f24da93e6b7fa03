import { type AccountSettings, EngineError, type RejectCalls } from '../../engine/gateway/contract';
import { careSettings } from './care';
import { asBoolean, asChoice, asList, asText } from './parameters';

type Options = Pick<
	AccountSettings,
	| 'care'
	| 'deviceName'
	| 'optInWords'
	| 'optOutWords'
	| 'readMessages'
	| 'rejectCalls'
	| 'viewStatuses'
>;
type Entry = Readonly<Record<string, unknown>>;

/** What is under Options of the credential; each is there only where it was added. Error: INVALID_SETTING. */
export function credentialOptions(value: unknown): Options {
	const { calls, care, device, optOut, read } = entriesIn(value);
	return {
		...(calls && { rejectCalls: rejectCalls(calls) }),
		...(care && { care: careSettings(care) }),
		...(read && whatIsRead(read)),
		...(device && deviceName(device)),
		...(optOut && optOutWords(optOut)),
	};
}

/** Whoever makes a credential by n8n's API may leave out what is empty. */
function entriesIn(value: unknown): Readonly<Record<string, Entry | undefined>> {
	return typeof value === 'object' && value !== null ? (value as Record<string, Entry>) : {};
}

const MAX_TEXT = 1_000;

const CALLERS = {
	everyone: 'everyone',
	strangers: 'strangers',
	only: 'only',
	except: 'except',
} as const;

function rejectCalls({ from = 'everyone', people, text }: Entry): RejectCalls {
	const whose = asChoice('Reject Calls > From', from, CALLERS);
	const isList = whose === 'only' || whose === 'except';
	const listed = isList ? asList(asText(people).replaceAll(/[\n;]+/g, ',')) : [];
	if (isList && listed.length === 0) throw NOBODY_LISTED;
	const words = asText(text).trim();
	if (words.length > MAX_TEXT) throw tooLong('The text under Reject Calls', words.length, MAX_TEXT);
	return { from: whose, people: listed, ...(words && { text: words }) };
}

function whatIsRead({ messages = true, statuses = false }: Entry): Options {
	return {
		readMessages: asBoolean('Mark as Read > Messages', messages),
		viewStatuses: asBoolean('Mark as Read > Statuses', statuses),
	};
}

function optOutWords({ out, back }: Entry): Options {
	return { optOutWords: asList(out), optInWords: asList(back) };
}

/** Far longer than what phones show of it. */
const MAX_NAME = 50;

function deviceName({ name: given }: Entry): Options {
	const name = asText(given).trim();
	const { length } = [...name];
	if (length > MAX_NAME) throw tooLong('The name of the linked device', length, MAX_NAME);
	return name ? { deviceName: name } : {};
}

function tooLong(what: string, length: number, max: number): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`${what} has ${length} characters.`,
		`Open the WhatsApp Linked API credential and use up to ${max} there, under Options.`,
	);
}

const NOBODY_LISTED = new EngineError(
	'INVALID_SETTING',
	'Reject Calls names people, but there is nobody under People.',
	'Open the WhatsApp Linked API credential and type their numbers under Options > Reject Calls > People, or choose Everyone under From.',
);
