import { systemClock } from '../../../engine/clock';
import { silentLog } from '../../../engine/log';
import {
	createBodies,
	createFiles,
	createPatchsetLog,
	createSnapshots,
	type Claim,
	type Loss,
	type Postgres,
} from '../../../engine/store/postgres';
import { claimNew, KEY, SCHEMA } from './support';

/** What a process does with logs and snapshots. */
export function useStored(postgres: Postgres, key = KEY) {
	const bodies = createBodies(key);
	const files = createFiles(postgres, bodies);
	const snapshots = createSnapshots(postgres, bodies, files);
	const log = createPatchsetLog(postgres, bodies, { clock: systemClock, log: silentLog });

	/** The log of a claim, as texts. */
	function write(claim: Claim) {
		const losses: Loss[] = [];
		const writer = log.writer(claim, (loss) => losses.push(loss));
		return {
			claim,
			losses,
			close: writer.close,
			append: (...texts: string[]) => texts.forEach((text) => writer.append(Buffer.from(text))),
			saved: async () => await writer.saving(),
		};
	}

	return {
		files,
		snapshots,
		log,
		write,
		/** A new account, whose log is that of an empty file. */
		async startAccount() {
			const claim = await claimNew(postgres);
			await snapshots.write(claim, { seq: 0, schema: SCHEMA, content: [] });
			return write(claim);
		},
		/** All that an account's log holds, as texts. */
		async read(claim: Claim): Promise<string[]> {
			const { seq } = await snapshots.measure(claim);
			const texts: string[] = [];
			const stored = await snapshots.read(claim, seq);
			for await (const patchset of stored?.patchsets ?? []) texts.push(patchset.toString());
			return texts;
		},
	};
}
