/** How carefully a number writes to people who have not written to it: what the user allows it to do. */
export interface CareSettings {
	/** Within any 24 hours, and within any 60 minutes; 0: as many as there are. A new chat counts as a message, too. */
	messagesPerDay: number;
	messagesPerHour: number;
	newChatsPerDay: number;
	newChatsPerHour: number;
	/** In the days after the number was linked less than that, and after each login with longer pauses. */
	startSlowly: boolean;
	/** When nobody is disturbed; absent: never. */
	quiet?: QuietHours;
	/** The shortest pause between messages that say the same to different people. */
	sameTextPauseMs: number;
}

/** Minutes since midnight, there; `to` may be of the next day. */
export interface QuietHours {
	from: number;
	to: number;
	/** As IANA calls it. */
	timeZone: string;
}

export const CARE_LIMITS = [
	'messagesPerDay',
	'messagesPerHour',
	'newChatsPerDay',
	'newChatsPerHour',
] as const;
export type CareLimit = (typeof CARE_LIMITS)[number];

/** Of a limit: how much was used, and how much may be; null: as much as there is. */
export interface LimitUse {
	used: number;
	max: number | null;
}

/** Why messages wait that would leave otherwise. */
export type WaitingReason =
	| 'QUIET_HOURS'
	| 'HOURLY_LIMIT'
	| 'DAILY_LIMIT'
	| 'NEW_CHAT_LIMIT'
	| 'SAME_TEXT'
	| 'RESTRICTED'
	| 'NEW_CHAT_CAP'
	| 'PAUSED'
	| 'NOT_ON_WHATSAPP'
	| 'SCHEDULED'
	| 'NOT_CONNECTED';

/** How many messages wait for one reason. */
export interface WaitingMessages {
	reason: WaitingReason;
	count: number;
	/** When the first of them may leave; null where nobody knows. */
	until: string | null;
}
