using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Pff.Core.Plan;
using Pff.Core.Ports;
using Pff.Runtime.Diagnostics;

namespace Pff.Runtime.Http;

/// <summary>
/// Renders a method and its arguments into a request. A value can fill a path segment, a query value, a header value
/// or a place in the body, and nothing else: it never reaches the scheme, host or port, and never adds a segment.
/// Not thread-safe; its buffers are reused, so each worker has its own.
/// </summary>
internal sealed class RequestBuilder : IDisposable
{
    /// <summary>Longer than any server takes, short enough to be no danger.</summary>
    private const int MaximumPathLength = 64 * 1024;
    private const int MaximumBodyBytes = 64 * 1024 * 1024;

    private readonly StringBuilder _path = new(256);
    private readonly ArrayBufferWriter<byte> _body = new(512);
    private readonly Utf8JsonWriter _json;
    private readonly List<string> _secrets = [];
    private readonly List<KeyValuePair<string, string>> _headers = [];

    // Of the request being rendered.
    private MethodTemplate _method = null!;
    private string _step = string.Empty;
    private bool _redacts;

    public RequestBuilder() => _json = new Utf8JsonWriter(_body, new JsonWriterOptions { SkipValidation = true });

    /// <param name="arguments">One for each parameter; absent leaves the parameter out.</param>
    /// <param name="redacts">Shows secrets as <c>(secret)</c> instead of their values.</param>
    public bool TryRender(
        MethodTemplate method, ReadOnlySpan<Value> arguments, bool redacts, string step,
        [NotNullWhen(true)] out RenderedRequest? request, [NotNullWhen(false)] out RowFailure? failure)
    {
        (_method, _redacts, _step) = (method, redacts, step);
        _path.Clear();
        _secrets.Clear();
        _headers.Clear();
        byte[]? body = null;
        failure = FindMissing(arguments)
            ?? AppendPath(arguments)
            ?? AppendQuery(arguments)
            ?? AddHeaders(arguments)
            ?? WriteBody(arguments, out body);
        request = failure is null ? new RenderedRequest(_path.ToString(), [.. _headers], body, [.. _secrets]) : null;
        return request is not null;
    }

    public void Dispose() => _json.Dispose();

    private string Name => _method.Descriptor.Name;

    private RowFailure? FindMissing(ReadOnlySpan<Value> arguments)
    {
        var parameters = _method.Descriptor.Parameters;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].IsRequired && IsLeftOut(arguments[i]) && !IsGivenOtherwise(parameters[i].Location, arguments))
            {
                return RowCallFailures.ArgumentMissing(_step, Name, parameters[i].Name);
            }
        }

        return null;
    }

    /// <summary>A body is given whole or by its properties.</summary>
    private bool IsGivenOtherwise(ParameterLocation location, ReadOnlySpan<Value> arguments)
    {
        if (location == ParameterLocation.BodyProperty)
        {
            return _method.Body >= 0 && !IsLeftOut(arguments[_method.Body]);
        }

        if (location == ParameterLocation.Body)
        {
            foreach (var index in _method.BodyProperties)
            {
                if (!IsLeftOut(arguments[index]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsLeftOut(in Value value) => value.IsAbsent || (value.TryGet<OptionalValue>(out var optional) && !optional.HasValue);

    private RowFailure? AppendPath(ReadOnlySpan<Value> arguments)
    {
        foreach (var segment in _method.Path)
        {
            if (segment.Literal is { } literal)
            {
                _path.Append(literal);
                continue;
            }

            var parameter = _method.Descriptor.Parameters[segment.Parameter];
            var start = _path.Length;
            if (AppendList(parameter, arguments[segment.Parameter]) is { } failure)
            {
                return failure;
            }

            var written = _path.Length - start;
            if (written == 0 || (written <= 2 && DotSegments.IsDots(_path, start, written)))
            {
                return RowCallFailures.PathArgumentUnusable(_step, Name, parameter.Name);
            }
        }

        if (_path.Length == 0 || _path[0] != '/')
        {
            _path.Insert(0, '/');
        }

        return DotSegments.IsIn(_path) ? RowCallFailures.PathArgumentUnusable(_step, Name, Name) : FindTooLong();
    }

    private RowFailure? FindTooLong() =>
        _path.Length > MaximumPathLength ? RowCallFailures.RequestTooLarge(_step, Name, MaximumPathLength) : null;

    private RowFailure? AppendQuery(ReadOnlySpan<Value> arguments)
    {
        var separator = _method.HasQuery ? '&' : '?';
        foreach (var index in _method.Query)
        {
            var parameter = _method.Descriptor.Parameters[index];
            var value = Unwrap(arguments[index], parameter, out var isSecret);
            if (value.IsAbsent || value.IsNull)
            {
                continue;
            }

            if (parameter.Explodes && TryGetItems(value, out var items))
            {
                foreach (ref readonly var item in items.Items)
                {
                    AppendQueryName(ref separator, parameter);
                    if (AppendScalar(parameter, item, isSecret) is { } failed)
                    {
                        return failed;
                    }
                }

                continue;
            }

            AppendQueryName(ref separator, parameter);
            if (AppendList(parameter, arguments[index]) is { } failure)
            {
                return failure;
            }
        }

        return FindTooLong();
    }

    private void AppendQueryName(ref char separator, ParameterDescriptor parameter)
    {
        _path.Append(separator);
        separator = '&';
        PercentEncoding.AppendValue(_path, parameter.WireName);
        _path.Append('=');
    }

    /// <summary>A scalar, or a list with commas between its encoded elements.</summary>
    private RowFailure? AppendList(ParameterDescriptor parameter, in Value argument)
    {
        var value = Unwrap(argument, parameter, out var isSecret);
        if (!TryGetItems(value, out var list))
        {
            return AppendScalar(parameter, value, isSecret);
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
            {
                _path.Append(',');
            }

            if (AppendScalar(parameter, list[i], isSecret) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private RowFailure? AppendScalar(ParameterDescriptor parameter, in Value given, bool isSecret)
    {
        var value = Unwrap(given, parameter, out var hasSecret);
        if (!ValueTexts.TryGet(value, out var text))
        {
            return RowCallFailures.ArgumentUnusable(_step, Name, parameter.Name, value.Kind);
        }

        PercentEncoding.AppendValue(_path, Shown(text, isSecret || hasSecret));
        return null;
    }

    private RowFailure? AddHeaders(ReadOnlySpan<Value> arguments)
    {
        _headers.AddRange(_method.FixedHeaders);
        foreach (var index in _method.Headers)
        {
            var parameter = _method.Descriptor.Parameters[index];
            var value = Unwrap(arguments[index], parameter, out var isSecret);
            if (value.IsAbsent || value.IsNull)
            {
                continue;
            }

            if (!TryJoin(value, out var text))
            {
                return RowCallFailures.ArgumentUnusable(_step, Name, parameter.Name, value.Kind);
            }

            if (!HeaderText.IsSendable(text))
            {
                return RowCallFailures.HeaderUnusable(_step, Name, parameter.Name);
            }

            _headers.Add(KeyValuePair.Create(parameter.WireName, Shown(text, isSecret)));
        }

        return null;
    }

    private static bool TryJoin(in Value value, out string text)
    {
        if (!TryGetItems(value, out var list))
        {
            return ValueTexts.TryGet(value, out text);
        }

        var items = new string[list.Count];
        for (var i = 0; i < items.Length; i++)
        {
            if (!ValueTexts.TryGet(list[i], out items[i]))
            {
                text = string.Empty;
                return false;
            }
        }

        text = string.Join(',', items);
        return true;
    }

    private RowFailure? WriteBody(ReadOnlySpan<Value> arguments, out byte[]? body)
    {
        body = null;
        if (_method.Body < 0 && _method.BodyProperties.IsEmpty)
        {
            return null;
        }

        _body.ResetWrittenCount();
        _json.Reset();
        var failure = _method.Body >= 0 && !IsLeftOut(arguments[_method.Body])
            ? WriteValue(_method.Descriptor.Parameters[_method.Body], arguments[_method.Body])
            : WriteProperties(arguments);
        if (failure is not null)
        {
            return failure;
        }

        _json.Flush();
        if (_body.WrittenCount > MaximumBodyBytes)
        {
            return RowCallFailures.RequestTooLarge(_step, Name, MaximumBodyBytes);
        }

        // A copy: a request that times out may still be read from while the buffer serves the next one.
        body = _body.WrittenCount > 0 ? _body.WrittenSpan.ToArray() : null;
        return null;
    }

    private RowFailure? WriteProperties(ReadOnlySpan<Value> arguments)
    {
        if (_method.BodyProperties.IsEmpty)
        {
            return null;
        }

        _json.WriteStartObject();
        foreach (var index in _method.BodyProperties)
        {
            if (IsLeftOut(arguments[index]))
            {
                continue;
            }

            var parameter = _method.Descriptor.Parameters[index];
            _json.WritePropertyName(parameter.WireName);
            if (WriteValue(parameter, arguments[index]) is { } failure)
            {
                return failure;
            }
        }

        _json.WriteEndObject();
        return null;
    }

    private RowFailure? WriteValue(ParameterDescriptor parameter, in Value argument)
    {
        var value = parameter.IsSecret && !argument.TryGet<SecretValue>(out _) ? Value.Of(new SecretValue(argument)) : argument;
        return RequestJson.TryWrite(_json, value, _redacts, _secrets)
            ? null
            : RowCallFailures.ArgumentUnusable(_step, Name, parameter.Name, argument.Kind);
    }

    private static Value Unwrap(in Value given, ParameterDescriptor parameter, out bool isSecret)
    {
        var value = given;
        isSecret = parameter.IsSecret;
        while (true)
        {
            if (value.TryGet<OptionalValue>(out var optional))
            {
                value = optional.Inner;
            }
            else if (value.TryGet<SecretValue>(out var secret))
            {
                value = secret.Inner;
                isSecret = true;
            }
            else
            {
                return value;
            }
        }
    }

    private static bool TryGetItems(in Value value, [NotNullWhen(true)] out ListValue? list) => value.TryGet(out list);

    private string Shown(string text, bool isSecret)
    {
        if (!isSecret)
        {
            return text;
        }

        if (_redacts)
        {
            return RequestJson.Redacted;
        }

        _secrets.Add(text);
        return text;
    }
}
