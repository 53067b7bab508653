using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs;

/// <summary>Reads a method that a catalogue declares by its request line.</summary>
internal sealed class HandWrittenMethod(MethodContext context, CatalogueSection section, YamlScalar name)
{
    private static readonly ImmutableArray<string> Verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private readonly DiagnosticBag _diagnostics = context.Diagnostics;
    private readonly MethodParameters _parameters = new();

    /// <param name="request">The request line, or null where it is there and no text.</param>
    public MethodSymbol? Read(YamlScalar? request)
    {
        var line = request is null ? null : ParseRequest(request);
        var (verb, template) = line ?? ("GET", "/");
        var places = PlacesOf(template);
        ReadParameters(verb, template, places, checksPath: line is not null);
        ReadBody();
        var headers = ReadHeaders();
        var result = section.Find("returns") is { } returns ? context.Types.Read(returns.Value, $"{name.Text} result") : PffType.Dyn;
        if (line is null)
        {
            return null;
        }

        var path = MethodPath.Parse(template, place =>
            _parameters.Find(place, ParameterLocation.Path) is >= 0 and var index
                ? index
                : _parameters.Add(new ParameterDescriptor(place, place, ParameterLocation.Path, IsRequired: true), PffType.Text, null));
        result = verb == "HEAD" ? PffType.Null : result;
        return new MethodSymbol
        {
            Descriptor = new MethodDescriptor
            {
                Name = name.Text,
                Api = context.Api.Name,
                Verb = verb,
                Path = path,
                Parameters = _parameters.Descriptors,
                Effect = verb is "GET" or "HEAD" or "OPTIONS" ? Effect.Read : Effect.Write,
                FixedHeaders = headers,
                AnswersJson = MethodParameters.IsJson(result),
            },
            Parameters = _parameters.Symbols,
            Result = result,
            Source = name.Source,
            Span = name.Span,
        };
    }

    private (string Verb, string Path)? ParseRequest(YamlScalar request)
    {
        var parts = request.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [var verb, ['/', ..] path] || path.Any(u => u <= ' ' || u > '~' || u is '#' or '\\'))
        {
            _diagnostics.Add(CompilerDiagnostics.NotARequestLine(request));
            return null;
        }

        if (!Verbs.Contains(verb))
        {
            var start = request.Text.IndexOf(verb, StringComparison.Ordinal);
            var token = request.Content.Slice(start, verb.Length);
            var span = request.Content.ToSource(new(start, verb.Length));
            _diagnostics.Add(CompilerDiagnostics.NotAChoice(new YamlScalar(request.Source, span, YamlScalarKind.Text, token), Verbs));
            return null;
        }

        return (verb, path);
    }

    private static HashSet<string> PlacesOf(string template)
    {
        var places = new HashSet<string>(StringComparer.Ordinal);
        MethodPath.Parse(template, place =>
        {
            places.Add(place);
            return 0;
        });
        return places;
    }

    private void ReadParameters(string verb, string template, HashSet<string> places, bool checksPath)
    {
        if (section.Find("parameters") is not { } entry)
        {
            return;
        }

        if (entry.Value is not YamlMapping map)
        {
            CatalogueSection.ReportNode(entry.Value, new("a mapping of parameters", "um mapeamento de parâmetros"), _diagnostics);
            return;
        }

        foreach (var parameter in map.Entries)
        {
            ReadParameter(parameter, verb, template, places, checksPath);
        }
    }

    private void ReadParameter(YamlEntry entry, string verb, string template, HashSet<string> places, bool checksPath)
    {
        var (parameterName, isRequired) = CatalogueTypes.NameOf(entry.Key);
        var wireName = parameterName;
        var location = places.Contains(parameterName) ? ParameterLocation.Path
            : verb is "POST" or "PUT" or "PATCH" ? ParameterLocation.BodyProperty
            : ParameterLocation.Query;
        var explodes = true;
        PffType type;
        if (entry.Value is YamlMapping)
        {
            var inner = CatalogueSection.Open(entry.Value, new("a parameter", "um parâmetro"), _diagnostics)!;
            wireName = inner.Text("name")?.Text ?? parameterName;
            location = inner.Choice("in", "path", "query", "header", "body")?.Text switch
            {
                "path" => ParameterLocation.Path,
                "query" => ParameterLocation.Query,
                "header" => ParameterLocation.Header,
                "body" => ParameterLocation.BodyProperty,
                _ => places.Contains(wireName) ? ParameterLocation.Path : location,
            };
            type = inner.Find("type") is { } declared ? context.Types.Read(declared.Value, $"{name.Text}.{parameterName}") : PffType.Text;
            isRequired = inner.Bool("required") ?? isRequired;
            explodes = inner.Bool("explode") ?? true;
            inner.Close();
        }
        else
        {
            type = context.Types.Read(entry.Value, $"{name.Text}.{parameterName}");
        }

        if (location == ParameterLocation.Path && !places.Contains(wireName))
        {
            if (checksPath)
            {
                _diagnostics.Add(CompilerDiagnostics.ParameterNotInPath(entry.Key, template));
            }

            return;
        }

        if (location == ParameterLocation.Header && !HeaderName.Check(wireName, entry.Key, _diagnostics))
        {
            return;
        }

        if (_parameters.Has(parameterName) || _parameters.Find(wireName, location) >= 0)
        {
            _diagnostics.Add(CompilerDiagnostics.ParameterNameTaken(entry.Key, name.Text));
            return;
        }

        var descriptor = new ParameterDescriptor(parameterName, wireName, location, isRequired || location == ParameterLocation.Path) { Explodes = explodes };
        _parameters.Add(descriptor, type, null);
    }

    private void ReadBody()
    {
        if (section.Find("body") is not { } entry)
        {
            return;
        }

        var type = context.Types.Read(entry.Value, $"{name.Text} body");
        if (_parameters.Descriptors.Any(p => p.Location == ParameterLocation.BodyProperty))
        {
            _diagnostics.Add(CompilerDiagnostics.KeysExclude(entry.Key, "parameters"));
            return;
        }

        _parameters.AddBody(type, isRequired: true, null);
    }

    private ImmutableArray<HeaderDescriptor> ReadHeaders()
    {
        if (section.Find("headers") is not { } entry)
        {
            return [];
        }

        if (entry.Value is not YamlMapping map)
        {
            CatalogueSection.ReportNode(entry.Value, new("a mapping of headers", "um mapeamento de cabeçalhos"), _diagnostics);
            return [];
        }

        var headers = ImmutableArray.CreateBuilder<HeaderDescriptor>();
        foreach (var header in map.Entries)
        {
            if (!HeaderName.Check(header.Key.Text, header.Key, _diagnostics))
            {
                continue;
            }

            if (header.Key.Text.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            {
                _diagnostics.Add(CompilerDiagnostics.SecretInline(header.Value.Source, header.Value.Span));
            }
            else if (section.AsText(header.Value) is not { } value)
            {
                continue;
            }
            else if (!CatalogueValues.IsHeaderValue(value.Text))
            {
                _diagnostics.Add(CompilerDiagnostics.NotAHeaderValue(value));
            }
            else
            {
                headers.Add(new HeaderDescriptor(header.Key.Text, value.Text));
            }
        }

        return headers.ToImmutable();
    }
}
