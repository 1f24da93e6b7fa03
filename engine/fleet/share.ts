import type { FleetOptions } from '../gateway/contract';
import type { Member, Survey } from '../store/postgres/index';

/*
 * Which processes hold how many of the accounts. All of them reckon alike, from what Postgres says: what one of them gives
 * another one takes, and nobody takes what somebody is to give.
 */

/** Those before others hold all that they have room for: what serves n8n's users has other things to do. */
const BY_PREFERENCE: readonly FleetOptions['process'][] = ['engine', 'main', 'worker', 'webhook'];

/** So many accounts a process takes within a second, and gives: each is restored, and connects. */
export const AT_ONCE = 5;

/** How many accounts a process may take now. */
export function mayTake(survey: Survey, id: string): number {
	return Math.min(AT_ONCE, Math.max(0, missingTo(survey, id)));
}

/** How many accounts a process is to give, so that others have their share. None waits long: those that are free go first. */
export function toGive(survey: Survey, id: string): number {
	return Math.max(0, Math.min(AT_ONCE - survey.free, -missingTo(survey, id)));
}

/** How many accounts a process has less than its share. */
function missingTo({ members, free }: Survey, id: string): number {
	let left = members.reduce((sum, { load }) => sum + load, free);
	for (const kind of BY_PREFERENCE) {
		const alike = members.filter((member) => member.kind === kind);
		for (const { member, share } of evenly(alike, left)) {
			if (member.id === id) return share - member.load;
			left -= share;
		}
	}
	return 0;
}

/** Where it cannot be even those get one more who have most already, so that as few as possible move. */
function evenly(members: readonly Member[], count: number): { member: Member; share: number }[] {
	const smallestFirst = members.toSorted(
		(a, b) => a.capacity - b.capacity || a.load - b.load || (a.id < b.id ? -1 : 1),
	);
	let left = count;
	return smallestFirst.map((member, index) => {
		const share = Math.min(member.capacity, Math.floor(left / (members.length - index)));
		left -= share;
		return { member, share };
	});
}
