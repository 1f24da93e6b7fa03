import type { FleetOptions } from '../gateway/contract';
import type { Member } from '../store/postgres/index';

/** Which processes take the accounts that nobody holds, and how many each. */

/** Those before others take all of them: what serves n8n's users has other things to do. */
const BY_PREFERENCE: readonly FleetOptions['process'][] = ['engine', 'main', 'worker', 'webhook'];

/** So many are taken at a time: each restores its file, and connects. */
const AT_ONCE = 5;

/** How many accounts a process may take now; `members` are all that live. */
export function mayTake(members: readonly Member[], id: string): number {
	const me = members.find((member) => member.id === id);
	if (!me) return 0;
	const withRoom = members.filter(({ load, capacity }) => load < capacity);
	const best = BY_PREFERENCE.find((kind) => withRoom.some((member) => member.kind === kind));
	if (me.kind !== best) return 0;
	return Math.min(AT_ONCE, me.capacity - me.load);
}
