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

it('A subscription is handed out', async () => {
	const subscribed = { close: async () => {} };
	expect(await subscribePersistently(async () => subscribed, reports())).toBe(subscribed);
});

it('An error that needs a person is thrown at once', async () => {
	const attempt = subscribePersistently(async () => await Promise.reject(lasting), reports());
	await expect(attempt).rejects.toBe(lasting);
});

it('An error that passes has subscribing go on in the background, and what it got can be closed', async () => {
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

it('A subscription that is closed is not tried any more', async () => {
	const subscribe = jest.fn().mockRejectedValue(passing);
	const { pause, passed } = pauses();
	const subscribed = await subscribePersistently(subscribe, reports(), pause);
	await subscribed.close();
	await passed();
	expect(subscribe).toHaveBeenCalledTimes(1);
});

it('An error that needs a person is reported when it comes later', async () => {
	const subscribe = jest.fn().mockRejectedValueOnce(passing).mockRejectedValue(lasting);
	const { onDelay, onFailure } = reports();
	const { pause, passed } = pauses();
	await subscribePersistently(subscribe, { onDelay, onFailure }, pause);
	await passed();
	expect(onFailure).toHaveBeenCalledWith(lasting);
	expect(subscribe).toHaveBeenCalledTimes(2);
});
