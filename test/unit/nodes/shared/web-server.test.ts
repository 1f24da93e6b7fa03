import { type WebConfig, webServerOf } from '../../../../nodes/shared/web-server';

const CONFIG: WebConfig = {
	protocol: 'http',
	port: 5678,
	listen_address: '::',
	endpoints: { webhookWaiting: 'webhook-waiting', disableProductionWebhooksOnMainProcess: false },
};

it.each([
	[{}, 'http://127.0.0.1:5678'],
	[{ listen_address: '0.0.0.0', port: 80 }, 'http://127.0.0.1:80'],
	[{ listen_address: '' }, 'http://127.0.0.1:5678'],
	[{ listen_address: '10.0.0.7' }, 'http://10.0.0.7:5678'],
	[{ listen_address: 'fd00::7' }, 'http://[fd00::7]:5678'],
	[{ protocol: 'https' as const }, 'https://127.0.0.1:5678'],
])('is reached from its own computer, as n8n is told to listen: %j', (config, url) => {
	expect(webServerOf({ ...CONFIG, ...config }, 'main')).toBe(url);
});

it('is none where it resumes no executions', () => {
	const elsewhere = {
		...CONFIG,
		endpoints: { ...CONFIG.endpoints, disableProductionWebhooksOnMainProcess: true },
	};
	expect(webServerOf(CONFIG, 'worker')).toBeUndefined();
	expect(webServerOf(elsewhere, 'main')).toBeUndefined();
	expect(webServerOf(elsewhere, 'webhook')).toBe('http://127.0.0.1:5678');
});
