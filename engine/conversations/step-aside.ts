import { plainText } from '../content/plain-text';
import type { StepAside } from '../gateway/contract';

/** What several triggers ask for together. */

/** The longest of their pauses. */
export function pauseMs(asides: readonly StepAside[]): number {
	return Math.max(0, ...asides.map(({ minutes }) => minutes)) * 60_000;
}

/** What a message orders that says nothing but the word of one of them. */
export function orderIn(
	text: string | null,
	asides: readonly StepAside[],
): 'pause' | 'resume' | undefined {
	const said = text === null ? '' : plainText(text);
	if (said === '') return undefined;
	const isSaid = (word: string | undefined) => word !== undefined && plainText(word) === said;
	if (asides.some(({ pauseWord }) => isSaid(pauseWord))) return 'pause';
	return asides.some(({ resumeWord }) => isSaid(resumeWord)) ? 'resume' : undefined;
}
