using Pff.Specs.Features;

namespace Pff.Specs.Generation;

/// <summary>The APIs of generated programs: with and without memory, retries, hedges, idempotency, tokens and undos.</summary>
internal static class GeneratedApis
{
    public static readonly string[] Reads = ["look", "look_again", "ask", "peek"];

    public static readonly string[] Writes = ["change", "change_twice", "burn", "order"];

    public static readonly string[] Methods = [.. Reads, .. Writes];

    public static void AddTo(MemoryFiles files)
    {
        files["apis/plain.yaml"] = """
            api: plain
            hosts: https://plain.example.com
            retry: { times: 2, first_delay: 0, budget: 100% }
            breaker: { failure_ratio: 0 }
            methods:
              look: { request: "GET /look/{id}", parameters: { k: { in: query, required: false, type: any } } }
              look_again: { request: "GET /again/{id}", cache: { time_to_live: 1h }, parameters: { k: { in: query, required: false, type: any } } }
              change: { request: "POST /change/{id}", parameters: { k: { in: query, required: false, type: any } } }
              change_twice:
                request: PUT /twice/{id}
                idempotent: true
                parameters: { k: { in: query, required: false, type: any } }
                undo: { method: change, args: { id: "{{id}}", k: "{{result.n}}" } }
              burn: { request: "DELETE /burn/{id}", effect: irreversible, retry: { times: 0 }, parameters: { k: { in: query, required: false, type: any } } }

            """;
        files["apis/guarded.yaml"] = """
            api: guarded
            hosts: [https://one.example.com, https://two.example.com]
            auth: { oauth2: { token_url: "https://tokens.example.com/token", client_id: { env: ID }, client_secret: { env: SECRET } } }
            retry: { times: 1, first_delay: 0, budget: 100% }
            breaker: { failure_ratio: 0 }
            cache: { coalesce: false }
            methods:
              ask: { request: "GET /ask/{id}", parameters: { k: { in: query, required: false, type: any } } }
              peek: { request: "GET /peek/{id}", retry: { times: 0 }, hedge: { after: 1ms }, parameters: { k: { in: query, required: false, type: any } } }
              order:
                request: POST /order/{id}
                idempotent: true
                parameters: { k: { in: query, required: false, type: any } }
                undo: { method: order, args: { id: "{{id}}", k: "{{k}}" } }

            """;
    }
}
