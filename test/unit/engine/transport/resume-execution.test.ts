import { meaningOf } from '../../../../engine/transport/resume-execution';

/** The words are n8n's (2.41, `waiting-webhooks.js`). */
it.each([
	[200, { resumed: true }, 'resumed'],
	[409, { code: 409, message: 'The execution "7" is running already.' }, 'running'],
	[409, { code: 409, message: 'The execution "7" has finished with error.' }, 'gone'],
	[404, { code: 404, message: 'The execution "7" does not exist.' }, 'gone'],
	[404, 'Cannot POST /webhook-waiting/7/node', 'unknown'],
	[410, { resumed: false, message: 'No question of this execution is open.' }, 'gone'],
	[200, '<html>No action required</html>', 'gone'],
	[401, '<html>Invalid token</html>', 'refused'],
	[500, { code: 0, message: 'Execution is already being resumed' }, 'refused'],
	[503, { resumed: false, message: 'The number is in use elsewhere.' }, 'unknown'],
	[502, 'Bad gateway', 'unknown'],
])('what n8n answers means something: %d %j', (status, body, meaning) => {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	expect(meaningOf({ status, body: text })).toBe(meaning);
});
