import type { SandboxAnswer } from '../types.ts';

/** What the edge in front of the service answers: never to be read as JSON (qbo-api.md 7.1). */
export function edgePage(status: number, reason: string): SandboxAnswer {
  const title = `${status} ${reason}`;
  return {
    status,
    headers: { 'Content-Type': 'text/html', Server: 'nginx' },
    body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  };
}
