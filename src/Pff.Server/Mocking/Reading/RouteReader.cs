using System.Collections.Immutable;
using Pff.Compiler.Binding;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;
using Pff.Server.Diagnostics;

namespace Pff.Server.Mocking.Reading;

/// <summary>What a route has where it says nothing else.</summary>
internal sealed record RouteDefaults(MockLatency Latency, ImmutableArray<MockFault> Faults, string? IdempotencyHeader)
{
    public static RouteDefaults None { get; } = new(MockLatency.None, [], null);
}

internal sealed class RouteReader(YamlShapes shapes, RouteDefaults defaults)
{
    private static readonly string[] KnownKeys = ["request", "when", "respond", "set", "remove", "idempotency", "latency", "faults"];
    private static readonly string[] Verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ANY"];
    private static readonly LocalizedText ARoute = new("a route", "uma rota");

    public RouteDefaults ReadDefaults(YamlNode node)
    {
        if (shapes.Mapping(node, "latency", "faults", "idempotency") is not { } mapping)
        {
            return RouteDefaults.None;
        }

        return new RouteDefaults(ReadLatency(mapping), ReadFaults(mapping), ReadIdempotency(mapping));
    }

    /// <summary>Null where it is so wrong that there is no route; that is reported.</summary>
    public MockRoute? Read(YamlNode node)
    {
        if (shapes.Mapping(node, KnownKeys) is not { } mapping)
        {
            return null;
        }

        if (mapping.Find("request") is not { } requestEntry)
        {
            shapes.Missing(mapping, "request", ARoute);
            return null;
        }

        if (shapes.Scalar(requestEntry.Value) is not { } request || ReadRequestLine(request) is not { } line)
        {
            return null;
        }

        if (mapping.Find("respond") is not { } respond)
        {
            shapes.Missing(mapping, "respond", ARoute);
            return null;
        }

        var scope = ScopeOf(line.Path, request);
        var templates = new TemplateReader(shapes, scope);
        return new MockRoute
        {
            Verb = line.Verb,
            Path = line.Path,
            Display = request.Text,
            Span = request.Span,
            When = mapping.Find("when") is { } when && shapes.Scalar(when.Value) is { } condition ? templates.Read(condition, PffType.Bool) : null,
            Response = new ResponseReader(shapes, templates).Read(respond.Value),
            Changes = new ChangeReader(shapes, templates).Read(mapping),
            IdempotencyHeader = ReadIdempotency(mapping),
            Latency = ReadLatency(mapping),
            Faults = ReadFaults(mapping),
            Needs = NeedsOf(shapes.Source.GetText(mapping.Span)),
        };
    }

    // The parts of a request are names of their own and "request" alone is none, so that a part that is read is named;
    // a name that stands there in other words costs a little time and nothing else.
    private static MockNeeds NeedsOf(string text) =>
        (text.Contains("query", StringComparison.Ordinal) ? MockNeeds.Query : 0)
        | (text.Contains("headers", StringComparison.Ordinal) ? MockNeeds.Headers : 0)
        | (text.Contains("body", StringComparison.Ordinal) ? MockNeeds.Body : 0)
        | (text.Contains("count", StringComparison.Ordinal) ? MockNeeds.Count : 0);

    private (string Verb, ImmutableArray<MockPathSegment> Path)? ReadRequestLine(YamlScalar scalar)
    {
        var space = scalar.Text.IndexOf(' ');
        var verb = space < 0 ? "" : scalar.Text[..space];
        var start = space + 1;
        if (!Verbs.Contains(verb) || start >= scalar.Text.Length || scalar.Text[start] != '/' || scalar.Text.AsSpan(start).ContainsAny(" ?#"))
        {
            shapes.Diagnostics.Add(MockDiagnostics.BadRequestLine(shapes.Source, scalar.Span, scalar.Text));
            return null;
        }

        var segments = ImmutableArray.CreateBuilder<MockPathSegment>();
        for (var at = start + 1; at <= scalar.Text.Length;)
        {
            var slash = scalar.Text.IndexOf('/', at);
            var end = slash < 0 ? scalar.Text.Length : slash;
            var text = scalar.Text[at..end];
            if (text.Length > 0)
            {
                segments.Add(ReadSegment(text, scalar, new TextSpan(at, text.Length)));
            }

            at = end + 1;
        }

        return (verb, segments.ToImmutable());
    }

    private MockPathSegment ReadSegment(string text, YamlScalar scalar, TextSpan span)
    {
        if (!text.AsSpan().ContainsAny('{', '}'))
        {
            return new MockPathSegment(Uri.UnescapeDataString(text), false);
        }

        var name = text.Trim('{', '}');
        if (text != "{" + name + "}" || !IsIdentifier(name))
        {
            shapes.Diagnostics.Add(MockDiagnostics.BadCapture(shapes.Source, scalar.Content.ToSource(span), text));
        }

        return new MockPathSegment(name, true);
    }

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private Scope ScopeOf(ImmutableArray<MockPathSegment> path, YamlScalar request)
    {
        var scope = Scope.Empty
            .With(new VariableSymbol("state", PffType.Dyn, (int)RequestSlot.State))
            .With(new VariableSymbol("request.method", PffType.Text, (int)RequestSlot.Method))
            .With(new VariableSymbol("request.path", PffType.Text, (int)RequestSlot.Path))
            .With(new VariableSymbol("request.query", PffType.Dyn, (int)RequestSlot.Query))
            .With(new VariableSymbol("request.headers", PffType.Dyn, (int)RequestSlot.Headers))
            .With(new VariableSymbol("request.body", PffType.Dyn, (int)RequestSlot.Body))
            .With(new VariableSymbol("request.count", PffType.Int, (int)RequestSlot.Count));
        var slot = (int)RequestSlot.FirstCapture;
        foreach (var segment in path.Where(segment => segment.IsCapture))
        {
            if (segment.Text is "request" or "now" || scope.TryFind(segment.Text, out _))
            {
                shapes.Diagnostics.Add(MockDiagnostics.TakenName(shapes.Source, request.Span, segment.Text));
            }

            scope = scope.With(new VariableSymbol(segment.Text, PffType.Text, slot++));
        }

        return scope;
    }

    private MockLatency ReadLatency(YamlMapping route)
    {
        if (route.Find("latency") is not { } entry)
        {
            return defaults.Latency;
        }

        if (entry.Value is not YamlMapping)
        {
            return new MockLatency(ScalarReader.ReadDuration(shapes, entry.Value), TimeSpan.Zero);
        }

        var mapping = shapes.Mapping(entry.Value, "mean", "jitter")!;
        return new MockLatency(
            mapping.Find("mean") is { } mean ? ScalarReader.ReadDuration(shapes, mean.Value) : TimeSpan.Zero,
            mapping.Find("jitter") is { } jitter ? ScalarReader.ReadDuration(shapes, jitter.Value) : TimeSpan.Zero);
    }

    private ImmutableArray<MockFault> ReadFaults(YamlMapping route)
    {
        if (route.Find("faults") is not { } entry)
        {
            return defaults.Faults;
        }

        var reader = new FaultReader(shapes);
        return shapes.List(entry.Value) is { } list ? [.. list.Items.Select(reader.Read).OfType<MockFault>()] : [];
    }

    private string? ReadIdempotency(YamlMapping route)
    {
        if (route.Find("idempotency") is not { } entry)
        {
            return defaults.IdempotencyHeader;
        }

        var expected = new LocalizedText("'header', 'none' or '{ header: NAME }'", "'header', 'none' ou '{ header: NOME }'");
        switch (entry.Value)
        {
            case YamlScalar { Text: "header" }:
                return "Idempotency-Key";
            case YamlScalar { Text: "none" }:
                return null;
            case YamlMapping:
                var mapping = shapes.Mapping(entry.Value, "header")!;
                return mapping.Find("header") is { } header && shapes.Scalar(header.Value) is { } name ? name.Text : null;
            default:
                shapes.Wrong(entry.Value, expected);
                return null;
        }
    }
}
