namespace Pff.Specs.Reliability.BadInputs;

/// <summary>Manifests and catalogues.</summary>
internal static class BadSources
{
    private const string Catalogue = "apis/crm.yaml";

    public static IEnumerable<BadInput> All { get; } =
    [
        BadInput.OfSource("a manifest that is no YAML", "manifest.yaml", "version: \"1.0\"\nsequences: [\n"),
        BadInput.OfSource("a manifest with a key that is nearly right", "manifest.yaml", "version: \"1.0\"\nsequence: {}\n"),
        BadInput.OfSource("a method that no API has", "manifest.yaml", "version: \"1.0\"\nsequences:\n  fix:\n    - method: get_contracts\n      args: { id: \"1\" }\n"),
        BadInput.OfSource("a field that the answer does not have", "manifest.yaml", """
            version: "1.0"
            sequences:
              fix:
                - method: get_contract
                  args: { id: "1" }
                  save_as: contract
                - return: { state: "{{contract.state}}" }
            """),
        BadInput.OfSource("a catalogue with a document that is not there", Catalogue, "api: crm\nopenapi: crm.openapi.json\nhosts: http://127.0.0.1:1\n"),
        BadInput.OfSource("a catalogue with a key that is nearly right", Catalogue, "api: crm\nhosts: http://127.0.0.1:1\ntimeout: { attempt: 1s }\n"),
        BadInput.OfSource("a catalogue with a host that is no address", Catalogue, "api: crm\nhosts: crm.example.com\n"),
        BadInput.OfSource("a catalogue with a time that is none", Catalogue, "api: crm\nhosts: http://127.0.0.1:1\ntimeouts: { attempt: soon }\n"),
        BadInput.OfSource("a catalogue with a secret written out", Catalogue, "api: crm\nhosts: http://127.0.0.1:1\nauth: { bearer: s3cr3t }\n"),
        new("a secret that is not set", BadInput.Run)
        {
            Files = [(Catalogue, """
                api: crm
                hosts: http://127.0.0.1:1
                auth: { bearer: { env: PFF_NO_SUCH_SECRET } }
                methods:
                  get_contract: { request: "GET /contracts/{id}", parameters: { id: text }, returns: { status: text, amount: int } }
                  set_status: { request: "PATCH /contracts/{id}", parameters: { id: text, status: text } }
                """u8.ToArray())],
        },
    ];
}
