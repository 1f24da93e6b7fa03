import { getGlobalState } from 'n8n-workflow';
import {
	type CareLimit,
	type CareSettings,
	EngineError,
	type QuietHours,
} from '../../engine/gateway/contract';
import { milliseconds, numberBetween } from './numbers';
import { asBoolean, asText } from './parameters';

const PANEL = 'Care for the Number';
const MOST = 1_000_000;
const LONGEST_PAUSE_SECONDS = 24 * 3600;

/** What Care for the Number begins with when it is added to a credential. */
export const CARE_DEFAULTS = {
	messagesPerDay: 1_000,
	messagesPerHour: 200,
	newChatsPerDay: 50,
	newChatsPerHour: 20,
	startSlowly: true,
	quietFrom: '',
	quietTo: '',
	timeZone: '',
	sameTextPause: 30,
};

/** Error: INVALID_SETTING. */
export function careSettings(entry: Readonly<Record<string, unknown>>): CareSettings {
	const given = { ...CARE_DEFAULTS, ...entry };
	const most = (limit: CareLimit, label: string, unit: string) =>
		Math.round(numberBetween(`${PANEL} > ${label}`, given[limit], { unit, min: 0, max: MOST }));
	const quiet = quietHours(given);
	return {
		messagesPerDay: most('messagesPerDay', 'Messages per Day', 'messages'),
		messagesPerHour: most('messagesPerHour', 'Messages per Hour', 'messages'),
		newChatsPerDay: most('newChatsPerDay', 'New Chats per Day', 'chats'),
		newChatsPerHour: most('newChatsPerHour', 'New Chats per Hour', 'chats'),
		startSlowly: asBoolean(`${PANEL} > Start Slowly`, given.startSlowly),
		sameTextPauseMs: milliseconds(`${PANEL} > Pause Between Same Texts`, given.sameTextPause, {
			max: LONGEST_PAUSE_SECONDS,
		}),
		...(quiet && { quiet }),
	};
}

function quietHours(
	given: Record<'quietFrom' | 'quietTo' | 'timeZone', unknown>,
): QuietHours | undefined {
	const [from, to] = [asText(given.quietFrom).trim(), asText(given.quietTo).trim()];
	if (from === '' && to === '') return undefined;
	const hours = { from: timeOfDay('Quiet From', from), to: timeOfDay('Quiet To', to) };
	if (hours.from === hours.to) {
		throw invalid(
			`${PANEL} > Quiet From and Quiet To are the same time, ${from}.`,
			'choose different times, or empty both to have no quiet hours',
		);
	}
	return { ...hours, timeZone: timeZone(asText(given.timeZone).trim()) };
}

/** 22:00, 7:30, 22h30, 22.30, 22, 10 pm. */
const TIME = /^(\d{1,2})(?:[:.h](\d{2})?(?::00)?)?\s*(?:([ap])\.?m\.?)?$/i;

/** Minutes since midnight. */
function timeOfDay(label: string, written: string): number {
	if (written === '') {
		throw invalid(
			`${PANEL} > ${label} is empty, but there is a time in the other field of the quiet hours.`,
			'fill in both, or empty both to have no quiet hours',
		);
	}
	const [, hours, minutes = '0', half] = TIME.exec(written) ?? [];
	const [hour, minute] = [Number(hours), Number(minutes)];
	const isTime = half ? hour >= 1 && hour <= 12 : hour < 24 || (hour === 24 && minute === 0);
	if (!isTime || minute > 59) {
		throw invalid(
			`${PANEL} > ${label} is ${JSON.stringify(written)}, which is no time of day.`,
			'use hours and minutes, such as 22:00',
		);
	}
	const past = half ? (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : hour % 24;
	return past * 60 + minute;
}

function timeZone(written: string): string {
	const zone = written || getGlobalState().defaultTimezone;
	try {
		return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
	} catch {
		throw invalid(
			written
				? `${PANEL} > Time Zone is ${JSON.stringify(written)}, which is no time zone.`
				: `${PANEL} > Time Zone is empty, and n8n's own time zone is ${JSON.stringify(zone)}, which is none.`,
			'use a name such as America/Sao_Paulo or Europe/Berlin',
		);
	}
}

function invalid(message: string, whatToDo: string): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		message,
		`Open the WhatsApp Linked API credential, and ${whatToDo} there, under Options > ${PANEL}.`,
	);
}
