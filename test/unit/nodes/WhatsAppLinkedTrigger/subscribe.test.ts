import { EngineError } from '../../../../engine/gateway/contract';
import { subscribePersistently } from '../../../../nodes/WhatsAppLinkedTrigger/subscribe';

const passing = new EngineError('IN_USE', 'Another process has it', 'Wait.', true);
const lasting = new EngineError('WRONG_KEY', 'Wrong key', 'Restore it.');

const reports = () => ({ onDelay: jest.fn(), onFailure: jest.fn() });
const settled = async () => await new Promise((resolve) => setImmediate(resolve));

/** Pauses that last until the test ends them. */
function pauses() {
	let end = () => {};
	const pause = jest.fn(
		(_ms: number, _value: undefined, { signal }: { signal: AbortSignal }) =>
			new Promise<void>((resolve, reject) => {
				end = resolve;
				signal.addEventListener('abort', () => reject(signal.reason as Error));
			}),
	);
	const passed = async () => {
		end();
		await settled();
	};
	return { pause, passed };
}

it('hands out the subscription', async () => {
	const subscribed = { close: async () => {} };
	expect(await subscribePersistently(async () => subscribed, reports())).toBe(subscribed);
});

it('throws at once what needs a person', async () => {
	const attempt = subscribePersistently(async () => await Promise.reject(lasting), reports());
	await expect(attempt).rejects.toBe(lasting);
});

it('goes on in the background with what passes, and closes what it got', async () => {
	const close = jest.fn(async () => {});
	const subscribe = jest.fn().mockRejectedValueOnce(passing).mockResolvedValue({ close });
	const { onDelay, onFailure } = reports();
	const { pause, passed } = pauses();

	const subscribed = await subscribePersistently(subscribe, { onDelay, onFailure }, pause);
	expect(onDelay).toHaveBeenCalledWith(passing);
	await passed();
	expect(pause).toHaveBeenCalledTimes(1);
	expect(subscribe).toHaveBeenCalledTimes(2);
	await subscribed.close();
	expect(close).toHaveBeenCalledTimes(1);
	expect(onFailure).not.toHaveBeenCalled();
});

it('stops trying when closed', async () => {
	const subscribe = jest.fn().mockRejectedValue(passing);
	const { pause, passed } = pauses();
	const subscribed = await subscribePersistently(subscribe, reports(), pause);
	await subscribed.close();
	await passed();
	expect(subscribe).toHaveBeenCalledTimes(1);
});

it('reports what turns out to need a person', async () => {
	const subscribe = jest.fn().mockRejectedValueOnce(passing).mockRejectedValue(lasting);
	const { onDelay, onFailure } = reports();
	const { pause, passed } = pauses();
	await subscribePersistently(subscribe, { onDelay, onFailure }, pause);
	await passed();
	expect(onFailure).toHaveBeenCalledWith(lasting);
	expect(subscribe).toHaveBeenCalledTimes(2);
});
