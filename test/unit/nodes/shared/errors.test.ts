import { NodeOperationError } from 'n8n-workflow';

import { EngineError } from '../../../../engine/gateway/contract';
import { toNodeOperationError } from '../../../../nodes/shared/errors';
import { node } from '../doubles';

describe('toNodeOperationError', () => {
	it('shows message and hint at the item', () => {
		const error = new EngineError('NOT_LINKED', 'The number is not linked', 'Link it.');
		const shown = toNodeOperationError(node, error, 3);
		expect(shown).toBeInstanceOf(NodeOperationError);
		expect(shown.message).toBe('The number is not linked');
		expect(shown.description).toBe('Link it.');
		expect(shown.context.itemIndex).toBe(3);
	});

	it('knows an error of the engine by its shape, whatever copy of the class made it', () => {
		const shape = { code: 'INTERNAL', message: 'It broke', hint: 'Fix it.', retryable: false };
		expect(toNodeOperationError(node, shape)).toMatchObject({
			message: 'It broke',
			description: 'Fix it.',
		});
	});

	it("keeps n8n's stock texts off our messages", () => {
		const error = new EngineError('STORE_FAILED', 'Cannot write: ENOENT', 'Make room.');
		expect(toNodeOperationError(node, error).message).toBe('Cannot write: ENOENT');
	});

	it('passes on what is a NodeOperationError already', () => {
		const error = new NodeOperationError(node, 'No event is chosen');
		expect(toNodeOperationError(node, error)).toBe(error);
	});

	it.each([
		[new Error('surprise'), 'surprise'],
		['surprise', 'surprise'],
	])('takes %p too', (error, message) => {
		expect(toNodeOperationError(node, error).message).toBe(message);
	});
});
