/** Work in turns: so many at a time, the others after them in the order in which they came. */
export function turns(places: number): <T>(work: () => Promise<T>) => Promise<T> {
	const waiting: Array<() => void> = [];
	let free = places;
	return async (work) => {
		if (free > 0) free--;
		else await new Promise<void>((begin) => waiting.push(begin));
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else free++;
		}
	};
}

/** Work of one chat after the other, in order; that of other chats goes past. What belongs to several chats waits for all. */
export function perChat(): <T>(chats: Iterable<string>, work: () => Promise<T>) => Promise<T> {
	const last = new Map<string, Promise<unknown>>();
	return async (chats, work) => {
		const mine = [...new Set(chats)];
		const before = Promise.allSettled(mine.map((chat) => last.get(chat)));
		const done = before.then(work);
		for (const chat of mine) last.set(chat, done);
		try {
			return await done;
		} finally {
			for (const chat of mine) if (last.get(chat) === done) last.delete(chat);
		}
	};
}
