using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Plan;
using Pff.Core.Types;
using Pff.Server.Diagnostics;

namespace Pff.Server.Mocking.Reading;

internal sealed class ResponseReader(YamlShapes shapes, TemplateReader templates)
{
    // The server finds these by itself; another value would break the connection's framing.
    private static readonly string[] OwnHeaders = ["Content-Length", "Transfer-Encoding", "Connection"];

    public MockResponse Read(YamlNode node)
    {
        var ok = MockTemplate.Of(Value.Of(200L), node.Span);
        if (shapes.Mapping(node, "status", "json", "text", "headers") is not { } mapping)
        {
            return new MockResponse { Status = ok };
        }

        var json = mapping.Find("json");
        var text = mapping.Find("text");
        if (json is not null && text is not null)
        {
            shapes.Diagnostics.Add(MockDiagnostics.NotExactlyOne(shapes.Source, text.Key.Span, ["json", "text"], 2));
        }

        return new MockResponse
        {
            Status = mapping.Find("status") is { } status ? ReadStatus(status.Value) ?? ok : ok,
            Headers = mapping.Find("headers") is { } headers ? ReadHeaders(headers.Value) : [],
            Body = json is not null ? templates.ReadBody(json.Value) : text is not null ? ReadText(text.Value) : null,
            ContentType = json is null && text is not null ? "text/plain; charset=utf-8" : "application/json",
        };
    }

    private MockTemplate? ReadStatus(YamlNode node)
    {
        if (node is YamlScalar { Kind: YamlScalarKind.Text } template)
        {
            return templates.Read(template, PffType.Int);
        }

        return MockTemplate.Of(Value.Of(ScalarReader.ReadCount(shapes, node, 200, 599)), node.Span);
    }

    private MockBody? ReadText(YamlNode node)
    {
        if (shapes.Scalar(node) is not { } scalar)
        {
            return null;
        }

        var template = templates.Read(scalar);
        return template.IsConstant
            ? new FixedBody(template.Constant, System.Text.Encoding.UTF8.GetBytes(scalar.Text), scalar.Span)
            : new TemplateBody(template);
    }

    private ImmutableArray<MockHeader> ReadHeaders(YamlNode node)
    {
        if (shapes.Mapping(node) is not { } mapping)
        {
            return [];
        }

        var headers = ImmutableArray.CreateBuilder<MockHeader>();
        foreach (var (key, value) in mapping.Entries)
        {
            if (key.Text.Length == 0
                || !key.Text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                || OwnHeaders.Contains(key.Text, StringComparer.OrdinalIgnoreCase))
            {
                shapes.Diagnostics.Add(MockDiagnostics.BadHeader(shapes.Source, key.Span, key.Text));
            }
            else if (shapes.Scalar(value) is { } scalar)
            {
                headers.Add(new MockHeader(key.Text, templates.Read(scalar)));
            }
        }

        return headers.ToImmutable();
    }
}
