import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { EngineError } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';

/**
 * A session that was copied and goes on in one place may not go on in the other: its keys would be used a second time, and
 * nobody could read what is sealed with them. A count that goes up stands in the session and, of the same session, in a file
 * beside its folder: where that one is further the folder is an old copy. (`whatsapp/server-keys.ts` sees some of the others.)
 */
export interface CopyCheck {
	isOld(): boolean;
	/** One more: at each start, now and then, and at the end. */
	count(): void;
}

interface Count {
	/** What tells this session from those before it. */
	session: string;
	count: number;
}

const SETTING = 'count';

/** Lies beside the folder, so that whoever puts an old folder back leaves it as it is. */
export function countFile(folder: string): string {
	return `${folder}.count`;
}

/** One that is replicated is made anew from its log, which nobody copies, and has no count: what is in a folder may be ahead. */
export function createCopyCheck(
	{ folder, settings, isReplicated }: Pick<AccountStore, 'folder' | 'settings' | 'isReplicated'>,
	session: () => string | undefined,
): CopyCheck {
	if (isReplicated) return { isOld: () => false, count: () => undefined };
	const file = countFile(folder);

	function within(): Count | undefined {
		return settings.get<Count>(SETTING);
	}

	return {
		isOld() {
			const beside = read(file);
			if (!beside || beside.session !== session()) return false;
			return beside.count > (within()?.count ?? 0);
		},
		count() {
			const current = session();
			if (!current) return;
			const next: Count = { session: current, count: (within()?.count ?? 0) + 1 };
			try {
				// In this order: what is beside may be behind, but never ahead.
				settings.set(SETTING, next);
				writeFileSync(`${file}.new`, JSON.stringify(next), { mode: 0o600, flush: true });
				renameSync(`${file}.new`, file);
			} catch {
				// A full disk: a copy of now is not noticed later.
			}
		},
	};
}

function read(file: string): (Partial<Count> & { count: number }) | undefined {
	try {
		const { session, count } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Count>;
		return typeof count === 'number' ? { session, count } : undefined;
	} catch {
		// There is none before the first start.
		return undefined;
	}
}

export const OLD_COPY = new EngineError(
	'OLD_COPY',
	'The stored session is an old copy: it has gone on since in another place.',
	"Stop n8n and put the newest copy of the folder back, under whatsapp-linked in n8n's data folder. Where there is none, link the number again: open the credential and press Retry, or run Session > Get QR Code.",
);
