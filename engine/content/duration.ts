const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time for people, in up to two units: "24 min", "3 h 20 min", "2 days 4 h". What has begun counts. */
export function duration(ms: number): string {
	const minutes = Math.max(1, Math.ceil(ms / MINUTE));
	const hours = Math.floor(minutes / 60);
	if (hours === 0) return `${minutes} min`;
	if (hours < 24) return together(`${hours} h`, minutes % 60, 'min');
	const days = Math.floor((minutes * MINUTE) / DAY);
	return together(days === 1 ? '1 day' : `${days} days`, hours % 24, 'h');
}

function together(larger: string, smaller: number, unit: string): string {
	return smaller === 0 ? larger : `${larger} ${smaller} ${unit}`;
}
