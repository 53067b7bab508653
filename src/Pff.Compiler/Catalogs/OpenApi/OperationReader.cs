using System.Collections.Immutable;
using Microsoft.OpenApi;
using Pff.Compiler.Diagnostics;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Types;
using ParameterLocation = Pff.Core.Plan.ParameterLocation;
using WireLocation = Microsoft.OpenApi.ParameterLocation;

namespace Pff.Compiler.Catalogs.OpenApi;

/// <summary>Turns one operation into a method.</summary>
internal sealed class OperationReader(
    ImportableOperation operation, IOpenApiPathItem item, OpenApiOperation declared, bool isSwagger, SchemaTypes types, DiagnosticBag diagnostics)
{
    private readonly MethodParameters _parameters = new();
    private bool _cannotBeCalled;

    public MethodSymbol? Read(string api)
    {
        var node = operation.Node;
        AddParameters();
        var path = MethodPath.Parse(node.Path, DeclarePathParameter);
        LeaveOutUnusedPathParameters(path);
        var mediaType = AddBody();
        if (_cannotBeCalled)
        {
            return null;
        }

        var verb = node.Verb.ToUpperInvariant();
        var result = verb == "HEAD" ? PffType.Null : ResultType();
        return new MethodSymbol
        {
            Descriptor = new MethodDescriptor
            {
                Name = operation.Name,
                Api = api,
                Verb = verb,
                Path = path,
                Parameters = _parameters.Descriptors,
                Effect = verb is "GET" or "HEAD" or "OPTIONS" ? Effect.Read : Effect.Write,
                RequestMediaType = mediaType,
                AnswersJson = MethodParameters.IsJson(result),
            },
            Parameters = _parameters.Symbols,
            Result = result,
            Source = node.File.Source,
            Span = operation.Span,
            Description = declared.Summary is { Length: > 0 } summary ? summary : declared.Description,
            IsDeprecated = declared.Deprecated,
        };
    }

    private void AddParameters()
    {
        // A parameter of the operation replaces the path's with the same name and place.
        var all = new Dictionary<(string?, WireLocation?), IOpenApiParameter>();
        foreach (var parameter in (item.Parameters ?? []).Concat(declared.Parameters ?? []))
        {
            all[(parameter.Name, parameter.In)] = parameter;
        }

        foreach (var parameter in all.Values.Where(p => p.Name is { Length: > 0 }))
        {
            AddParameter(parameter, parameter.Name!);
        }
    }

    private void AddParameter(IOpenApiParameter parameter, string name)
    {
        if (parameter.In == WireLocation.Header && IsReservedHeader(name))
        {
            // OpenAPI 3.1, 4.8.12: such a definition is ignored; the runtime sets these headers itself.
            return;
        }

        var type = parameter.Schema is { } schema
            ? types.TypeOf(schema, SchemaDirection.Request, $"{operation.Name}.{name}")
            : PffType.Text;
        if (ReasonToLeaveOut(parameter, type) is { } reason)
        {
            LeaveOut(parameter, name, reason);
            return;
        }

        var location = parameter.In switch
        {
            WireLocation.Path => ParameterLocation.Path,
            WireLocation.Header => ParameterLocation.Header,
            _ => ParameterLocation.Query,
        };
        var descriptor = new ParameterDescriptor(name, name, location, parameter.Required || location == ParameterLocation.Path)
        {
            Explodes = parameter.Explode,
        };
        _parameters.Add(descriptor, type, parameter.Description);
    }

    private static LocalizedText? ReasonToLeaveOut(IOpenApiParameter parameter, PffType type)
    {
        if (parameter.In is null or WireLocation.Cookie)
        {
            return new("cookies are not sent", "não se enviam cookies");
        }

        var inner = type is NullableType nullable ? nullable.Inner : type;
        if (inner is ObjectType or MapType or UnionType || inner is ListType { Element: ObjectType or MapType or UnionType or ListType })
        {
            return new("an object cannot be sent outside the body", "um objeto não pode ser enviado fora do corpo");
        }

        var isList = inner is ListType;
        return parameter.Style switch
        {
            ParameterStyle.SpaceDelimited or ParameterStyle.PipeDelimited when isList && !parameter.Explode =>
                new("only commas separate the values of a list", "só vírgulas separam os valores de uma lista"),
            ParameterStyle.Matrix or ParameterStyle.Label =>
                new("the path styles 'matrix' and 'label' are not sent", "os estilos de caminho 'matrix' e 'label' não são enviados"),
            _ => null,
        };
    }

    private void LeaveOut(IOpenApiParameter parameter, string name, LocalizedText reason)
    {
        var source = operation.Node.File.Source;
        if (parameter.Required || parameter.In == WireLocation.Path)
        {
            Refuse(new($"its parameter '{name}' is required, and {reason.English}", $"seu parâmetro '{name}' é obrigatório, e {reason.Portuguese}"));
        }
        else if (parameter.In is not (null or WireLocation.Cookie))
        {
            diagnostics.Add(CompilerDiagnostics.ParameterLeftOut(source, operation.Span, operation.Name, name, reason));
        }
    }

    private int DeclarePathParameter(string name)
    {
        if (_parameters.Find(name, ParameterLocation.Path) is >= 0 and var index)
        {
            return index;
        }

        if (!_cannotBeCalled)
        {
            diagnostics.Add(CompilerDiagnostics.PathParameterNotDeclared(operation.Node.File.Source, operation.Span, operation.Node.Path, name));
        }

        return _parameters.Add(new ParameterDescriptor(name, name, ParameterLocation.Path, IsRequired: true), PffType.Text, null);
    }

    private void LeaveOutUnusedPathParameters(ImmutableArray<PathSegment> path)
    {
        var used = path.Where(s => s.Literal is null).Select(s => s.Parameter).ToHashSet();
        for (var i = 0; i < _parameters.Descriptors.Length; i++)
        {
            var parameter = _parameters.Descriptors[i];
            if (parameter.Location == ParameterLocation.Path && !used.Contains(i))
            {
                _parameters.MakeOptional(i);
                diagnostics.Add(CompilerDiagnostics.ParameterLeftOut(
                    operation.Node.File.Source, operation.Span, operation.Name, parameter.Name,
                    new($"the path '{operation.Node.Path}' has no place for it", $"o caminho '{operation.Node.Path}' não tem lugar para ele")));
            }
        }
    }

    private string AddBody()
    {
        if (declared.RequestBody is not { } body || body.Content is not { Count: > 0 } content)
        {
            return MediaTypes.Json;
        }

        if (MediaTypes.FindJson(content.Keys) is not { } mediaType)
        {
            var found = string.Join(", ", content.Keys);
            if (body.Required)
            {
                Refuse(new($"its body is {found}, and only JSON is sent", $"seu corpo é {found}, e só se envia JSON"));
            }

            return MediaTypes.Json;
        }

        var type = content[mediaType].Schema is { } schema
            ? types.TypeOf(schema, SchemaDirection.Request, $"{operation.Name} body")
            : PffType.Dyn;
        _parameters.AddBody(type, body.Required, body.Description);
        return MediaTypes.ToSend(mediaType);
    }

    /// <summary>The type of the first response with JSON among those of success.</summary>
    private PffType ResultType()
    {
        var responses = declared.Responses ?? [];
        var successes = responses.Where(r => r.Key is ['2', ..]).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Value).ToList();
        if (successes.Count == 0 && responses.TryGetValue("default", out var otherwise))
        {
            successes.Add(otherwise);
        }

        foreach (var content in successes.Select(r => r.Content).OfType<IDictionary<string, IOpenApiMediaType>>())
        {
            if (MediaTypes.FindJson(content.Keys) is not { } mediaType)
            {
                continue;
            }

            if (content[mediaType].Schema is { } schema)
            {
                return types.TypeOf(schema, SchemaDirection.Response, $"{operation.Name} result");
            }

            // In Swagger 2.0 a response without a schema has no body; later a body without a schema is one.
            if (!isSwagger)
            {
                return PffType.Dyn;
            }
        }

        return successes.Count == 0 ? PffType.Dyn : PffType.Null;
    }

    private void Refuse(LocalizedText reason)
    {
        if (!_cannotBeCalled)
        {
            _cannotBeCalled = true;
            diagnostics.Add(CompilerDiagnostics.OperationCannotBeCalled(operation.Node.File.Source, operation.Span, operation.Name, reason));
        }
    }

    private static bool IsReservedHeader(string name) =>
        name.Equals("Accept", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || ConnectionHeaders.Has(name);
}
