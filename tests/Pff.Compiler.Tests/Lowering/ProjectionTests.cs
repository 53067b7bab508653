using System.Collections.Immutable;
using System.Text;
using Pff.Compiler;
using Pff.Compiler.Tests.Catalogs;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Plan.Decoding;

namespace Pff.Compiler.Tests.Lowering;

/// <summary>What of a response a manifest makes PFF decode.</summary>
public sealed class ProjectionTests
{
    private const string Catalogue = """
        api: crm
        hosts: https://crm.example.com
        types:
          Contract: { id: text, status: [Active, Suspended], since: timestamp, value: decimal }
          Customer: { id: text, name: text, contracts: list<Contract>, "address?": { city: text, zip: text }, extra: any, next: Customer? }
        methods:
          get_customer: { request: "GET /customers/{id}", returns: Customer }
          check: { request: POST /check, effect: read, body: any, returns: { ok: bool } }
          set_status: { request: "PATCH /contracts/{id}", parameters: { id: text, status: text } }
        """;

    [Theory]
    [InlineData("- assert: '{{c.name == \"x\"}}'", "{name:Text}")]
    [InlineData("- method: set_status\n  args: { id: \"{{c.contracts[0].id}}\", status: s }", "{contracts:[{id:Text}]}")]
    [InlineData("- method: check\n  args: { body: \"{{c}}\" }", "bytes")]
    [InlineData("- method: check\n  args: { body: { all: \"{{c}}\", n: \"{{c.name}}\" } }", "bytes{name:Text}")]
    [InlineData("- for_each: \"{{c.contracts}}\"\n  as: k\n  at_most: 3\n  steps:\n    - assert: '{{k.since < now}}'", "{contracts:[{since:Timestamp}]}")]
    [InlineData("- let: { open: '{{c.contracts.filter(k => k.status == \"Active\")}}' }\n- assert: '{{len(open) == 0 || open[0].value > 1m}}'", "{contracts:[{status:Text,value:Decimal}]}")]
    [InlineData("- assert: '{{has(c.address)}}'", "{address:skip}")]
    [InlineData("- assert: '{{(c.address?.city ?? \"\") == \"y\"}}'", "{address:{city:Text}}")]
    [InlineData("- assert: '{{len(c.contracts) > 0}}'", "{contracts:[skip]}")]
    [InlineData("- assert: '{{c.extra == 1}}'", "{extra:all}")]
    [InlineData("- return: { who: \"{{c.contracts}}\" }", "{contracts:bytes}")]
    [InlineData("- assert: '{{c.next != null}}'", "{next:skip?}")]
    [InlineData("- skip: done", "nothing")]
    public void Only_what_is_read_is_decoded(string steps, string expected)
    {
        var manifest = $"""
            version: "1.0"
            inputs: {"{"} id: text {"}"}
            sequences:
              main:
                - method: get_customer
                  args: {"{"} id: "{"{{id}}"}" {"}"}
                  save_as: c
            """ + "\n" + string.Join('\n', steps.Split('\n').Select(l => "    " + l)) + "\n";
        var files = new MemoryFiles().With("apis/crm.yaml", Catalogue).With("manifest.yaml", manifest);
        var result = ManifestCompiler.Compile("manifest.yaml", files, new CompileSettings());
        Assert.True(result.Program is not null, string.Join("; ", result.Diagnostics.Select(d => d.Code + " " + d.Message.English)));
        var call = Assert.IsType<IrCallMethod>(result.Program.Sequences[0].Steps[0]);
        Assert.Equal(expected, Show(call.Projection));
    }

    [Fact]
    public void A_wrong_value_in_a_map_is_a_fault_that_says_where()
    {
        var projection = new Projection { Elements = new Projection { Properties = [new("n", new Projection { Scalar = ScalarExpectation.Int, AllowsNull = false })] } };
        var decoded = new ResponseDecoder(projection, "get").Decode(Encoding.UTF8.GetBytes("""{"a":{"n":1},"b":{"n":"x"}}"""));
        Assert.True(decoded.Value.AsMap.TryGet("b", out var entry) && entry.AsMap.TryGet("n", out var wrong) && wrong.IsFault
            && wrong.AsFault.Message.English.Contains("get[1].n"), decoded.Value.ToString());
    }

    private static string Show(Projection? projection)
    {
        if (projection is null)
        {
            return "nothing";
        }

        var nullable = projection is { AllowsNull: true, DecodesAll: false } ? "?" : string.Empty;
        if (projection.Scalar != ScalarExpectation.Any)
        {
            return projection.Scalar + nullable;
        }

        var text = (projection.KeepsBytes ? "bytes" : string.Empty) + (projection.DecodesAll ? "all" : string.Empty);
        if (!projection.DecodesAll && !projection.Properties.IsEmpty)
        {
            text += "{" + string.Join(",", projection.Properties.Select(p => $"{p.Name}:{Show(p.Projection)}")) + "}";
        }

        if (!projection.DecodesAll && projection.Elements is not null)
        {
            text += "[" + Show(projection.Elements) + "]";
        }

        return (text.Length == 0 ? "skip" : text) + nullable;
    }
}
