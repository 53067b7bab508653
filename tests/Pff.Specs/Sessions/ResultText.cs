using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text;
using Pff.Compiler.Testing;
using Pff.Core.Diagnostics;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Specs.Sessions;

/// <summary>Everything that a compilation gives, each place included, as a text that can be compared.</summary>
internal sealed class ResultText
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    private readonly StringBuilder _text = new();
    private readonly Dictionary<IrVariable, int> _variables = new(ReferenceEqualityComparer.Instance);

    public static string Of(IEnumerable<Diagnostic> diagnostics)
    {
        var result = new ResultText();
        foreach (var diagnostic in diagnostics)
        {
            result.Write(diagnostic);
            result._text.AppendLine();
        }

        return result._text.ToString();
    }

    public static string Of(IrProgram? program)
    {
        var result = new ResultText();
        result.Write(program);
        return result._text.ToString();
    }

    public static string Of(IEnumerable<TestCase> tests)
    {
        var result = new ResultText();
        result.Write(tests);
        return result._text.ToString();
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case null:
                _text.Append("null");
                break;
            case SourceText source:
                _text.Append(source.Path).Append('#').Append(string.GetHashCode(source.Content, StringComparison.Ordinal));
                break;
            case PffType type:
                WriteType(type);
                break;
            case MethodDescriptor method:
                _text.Append(method.Api).Append('.').Append(method.Name);
                break;
            case IrVariable variable:
                _variables.TryAdd(variable, _variables.Count);
                _text.Append(variable.Name).Append('~').Append(_variables[variable]);
                break;
            case string or Value or TextSpan or IFormattable or bool:
                _text.Append('\'').Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append('\'');
                break;
            case IEnumerable list:
                WriteList(list);
                break;
            default:
                WriteProperties(value);
                break;
        }
    }

    private void WriteList(IEnumerable list)
    {
        _text.Append('[');
        foreach (var item in list)
        {
            Write(item);
            _text.Append(' ');
        }

        _text.Append(']');
    }

    private void WriteProperties(object value)
    {
        var type = value.GetType();
        _text.Append(type.Name).Append('(');
        var properties = Properties.GetOrAdd(type, t =>
        [
            .. t.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetIndexParameters().Length == 0)
                .OrderBy(p => p.Name, StringComparer.Ordinal),
        ]);
        foreach (var property in properties)
        {
            _text.Append(property.Name).Append('=');
            Write(property.GetValue(value));
            _text.Append(' ');
        }

        _text.Append(")\n");
    }

    /// <summary>A type may be endless: how it is called, and its fields where it is a result.</summary>
    private void WriteType(PffType type)
    {
        _text.Append('<').Append(type);
        if (type is ObjectType made && made.Name.StartsWith("result of", StringComparison.Ordinal))
        {
            _text.Append(string.Join(',', made.Fields.Select(f => $"{f.Name}:{f.Type}{(f.IsRequired ? "" : "?")}")));
        }

        _text.Append('>');
    }
}
