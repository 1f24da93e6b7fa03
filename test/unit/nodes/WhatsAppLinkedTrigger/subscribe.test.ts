import { EngineError } from '../../../../engine/gateway/contract';
import { subscribePersistently } from '../../../../nodes/WhatsAppLinkedTrigger/subscribe';

const passing = new EngineError('IN_USE', 'Another process has it', 'Wait.', true);
const lasting = new EngineError('WRONG_KEY', 'Wrong key', 'Restore it.');

const reports = () => ({ onDelay: jest.fn(), onFailure: jest.fn() });
const soon = async () => await new Promise((resolve) => setTimeout(resolve, 1_200));

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

	const subscribed = await subscribePersistently(subscribe, { onDelay, onFailure });
	expect(onDelay).toHaveBeenCalledWith(passing);
	await soon();
	expect(subscribe).toHaveBeenCalledTimes(2);
	await subscribed.close();
	expect(close).toHaveBeenCalledTimes(1);
	expect(onFailure).not.toHaveBeenCalled();
});

it('stops trying when closed', async () => {
	const subscribe = jest.fn().mockRejectedValue(passing);
	const subscribed = await subscribePersistently(subscribe, reports());
	await subscribed.close();
	await soon();
	expect(subscribe).toHaveBeenCalledTimes(1);
});

it('reports what turns out to need a person', async () => {
	const subscribe = jest.fn().mockRejectedValueOnce(passing).mockRejectedValue(lasting);
	const { onDelay, onFailure } = reports();
	await subscribePersistently(subscribe, { onDelay, onFailure });
	await soon();
	expect(onFailure).toHaveBeenCalledWith(lasting);
	expect(subscribe).toHaveBeenCalledTimes(2);
});
