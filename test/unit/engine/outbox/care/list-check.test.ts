import { EngineError } from '../../../../../engine/gateway/contract';
import { createCampaigns, type Campaigns } from '../../../../../engine/outbox/campaigns';
import { createListCheck, type ListCheck } from '../../../../../engine/outbox/care/list-check';
import { createLedger, type Ledger } from '../../../../../engine/outbox/ledger';
import { createWaiting } from '../../../../../engine/outbox/waiting';
import { createFakeClock, START } from '../../../../support/fake-clock';
import { textTo, useStores } from '../../support';

const MISSING = new EngineError('NOT_ON_WHATSAPP', 'Nobody.', 'Check it.').toShape();

const stores = useStores();
let ledger: Ledger;
let campaigns: Campaigns;
let check: ListCheck;
let paused: number;

beforeEach(() => {
	const store = stores.open();
	const { now } = createFakeClock();
	ledger = createLedger(store, now);
	campaigns = createCampaigns(store);
	paused = 0;
	check = createListCheck({ store, campaigns, now, onPaused: () => paused++ });
});

let count = 0;
/** Each letter is a message of the campaign: `o` arrives, `x` is for a number that is not there, `w` waits. */
function run(letters: string, campaign: string | undefined = 'Spring'): void {
	for (const letter of letters) {
		const id = `${count++}`;
		const chat = `${count}@lid`;
		ledger.enqueue(id, chat, textTo(chat, id, { ...(campaign && { campaign }) }), true);
		if (letter === 'o') ledger.markSending(id, chat, 'wire');
		if (letter !== 'x') continue;
		ledger.advance(id, 'FAILED', START, MISSING);
		check.onMissing(id);
	}
}
const isPaused = (name = 'Spring') => campaigns.find(name)?.pausedSince === START;

test.each([
	['x'.repeat(9), false],
	['x'.repeat(10), true],
	[`${'o'.repeat(100)}${'xo'.repeat(9)}o`, false],
	[`${'o'.repeat(100)}${'xo'.repeat(9)}x`, true],
	[`${'x'.repeat(9)}${'o'.repeat(11)}x`, false],
	[`${'x'.repeat(9)}${'o'.repeat(10)}x`, true],
])('A campaign with %s is paused: %s', (letters, isToBe) => {
	run(letters);
	expect(isPaused()).toBe(isToBe);
	expect(paused).toBe(isToBe ? 1 : 0);
});

test('One campaign has nothing to do with another, nor with messages without one', () => {
	run('x'.repeat(9), 'Spring');
	run('x'.repeat(9), 'Summer');
	run('x'.repeat(30), '');
	expect([isPaused('Spring'), isPaused('Summer')]).toEqual([false, false]);
});

test('One that was resumed is looked at anew, and what waits says why', () => {
	run(`ww${'x'.repeat(10)}`);
	const waiting = createWaiting({ ledger, reasons: [], isOnline: () => true });
	expect(waiting.all()).toEqual([{ reason: 'NOT_ON_WHATSAPP', count: 2, until: null }]);
	const { id } = campaigns.find('Spring')!;
	campaigns.setPaused(id, null);
	expect(waiting.all()).toEqual([]);
	run('x'.repeat(9));
	expect(isPaused()).toBe(false);
	run('x');
	expect(isPaused()).toBe(true);
	campaigns.setPaused(id, START);
	expect(waiting.all()).toMatchObject([{ reason: 'PAUSED', count: 2 }]);
});
