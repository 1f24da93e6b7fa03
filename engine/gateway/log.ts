export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What the engine has to tell n8n's log. `engine/log.ts` makes it and sees to it that it holds nothing of people. */
export interface LogLine {
	level: LogLevel;
	/** The account that it is about; absent where it is about the engine as a whole. */
	account?: string;
	sentence: string;
	facts: Readonly<Record<string, string | number | boolean>>;
}
