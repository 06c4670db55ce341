// Speaking with the server. Errors carry a code that the catalogue has words for.

let as = "";
export const setAs = (id) => (as = id || "");
export const getAs = () => as;

export class Failure extends Error {
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export async function call(path, body, opts) {
  const headers = { "X-Followup": "1" };
  if (as) headers["X-Followup-As"] = encodeURIComponent(as);
  const init = { headers, ...opts };
  if (body instanceof Blob) {
    init.method = "POST";
    init.body = body;
    headers["Content-Type"] = body.type || "application/octet-stream";
  } else if (body !== undefined) {
    init.method = "POST";
    init.body = JSON.stringify(body);
    headers["Content-Type"] = "application/json";
  }
  let res;
  try {
    res = await fetch(path, init);
  } catch {
    throw new Failure("offline");
  }
  const data = await res.json().catch(() => ({}));
  if (!res.ok) throw new Failure(data.error || "failed");
  return data;
}

export const withAs = (url) => (as ? `${url}${url.includes("?") ? "&" : "?"}as=${encodeURIComponent(as)}` : url);
export const fileURL = (msg, n) => withAs(`/api/file?message=${encodeURIComponent(msg)}&n=${n}`);
