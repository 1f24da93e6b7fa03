import { createAudiences } from '../../../../engine/outbox/audiences';
import { createLedger } from '../../../../engine/outbox/ledger';
import { createFakeClock } from '../../../support/fake-clock';
import { DAY, textTo, useStores } from '../support';

const STATUSES = 'status@broadcast';
const PEOPLE = ['1@lid', '2@lid'];
const stores = useStores();

test('Who was to get a status is known for two days from when it was sent, however long it waited', async () => {
	const clock = createFakeClock();
	const store = stores.open();
	const ledger = createLedger(store, clock.now);
	const audiences = createAudiences(store, clock.now);
	const isKnown = () => {
		audiences.sweep(clock.now() - 2 * DAY);
		return audiences.of('a').length > 0;
	};
	ledger.enqueue('a', STATUSES, textTo(STATUSES, 'we are open'), true);
	audiences.set('a', PEOPLE);
	await clock.advance(10 * DAY);
	expect(isKnown()).toBe(true);
	ledger.markSending('a', STATUSES, 'wire');
	ledger.advance('a', 'SENT', clock.now());
	expect(isKnown()).toBe(true);
	await clock.advance(2 * DAY);
	expect(isKnown()).toBe(true);
	await clock.advance(1);
	expect(isKnown()).toBe(false);
});
