using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Text;
using Pff.Core.Types;

namespace Pff.Compiler.Catalogs;

/// <summary>
/// Types written as text: <c>text</c>, <c>Contract</c>, <c>int?</c>, <c>list&lt;Contract&gt;</c>, <c>map&lt;text&gt;</c>,
/// <c>secret text</c>.
/// </summary>
internal ref struct TypeText
{
    private const int MaximumDepth = 16;

    private readonly YamlScalar _scalar;
    private readonly string _text;
    private readonly Func<string, PffType?> _find;
    private readonly IReadOnlyCollection<string> _names;
    private readonly DiagnosticBag _diagnostics;
    private int _at;
    private int _depth;

    private TypeText(YamlScalar scalar, Func<string, PffType?> find, IReadOnlyCollection<string> names, DiagnosticBag diagnostics)
    {
        _scalar = scalar;
        _text = scalar.Text;
        _find = find;
        _names = names;
        _diagnostics = diagnostics;
    }

    public static ImmutableArray<string> BuiltInNames { get; } =
        ["text", "bool", "int", "double", "decimal", "timestamp", "duration", "any", "none", "list", "map", "secret"];

    /// <summary>The type of a built-in name; error for one that is no type by itself, null for any other name.</summary>
    public static PffType? BuiltIn(string name) => name switch
    {
        "text" => PffType.Text,
        "bool" => PffType.Bool,
        "int" => PffType.Int,
        "double" => PffType.Double,
        "decimal" => PffType.Decimal,
        "timestamp" => PffType.Timestamp,
        "duration" => PffType.Duration,
        "any" => PffType.Dyn,
        "none" => PffType.Null,
        "list" or "map" or "secret" => PffType.Error,
        _ => null,
    };

    /// <param name="scalar">The text.</param>
    /// <param name="find">Gives a declared type, or null where there is none of that name.</param>
    /// <param name="names">What <paramref name="find"/> knows.</param>
    /// <param name="diagnostics">Where diagnostics go.</param>
    /// <returns>The error type where the text is wrong.</returns>
    public static PffType Parse(YamlScalar scalar, Func<string, PffType?> find, IReadOnlyCollection<string> names, DiagnosticBag diagnostics)
    {
        var parser = new TypeText(scalar, find, names, diagnostics);
        var type = parser.ParseType();
        parser.SkipBlanks();
        return type.IsError || parser._at == parser._text.Length
            ? type
            : parser.Fail(new("nothing more", "mais nada"));
    }

    private PffType ParseType()
    {
        if (++_depth > MaximumDepth)
        {
            return Fail(new("fewer types within types", "menos tipos dentro de tipos"));
        }

        SkipBlanks();
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-'))
        {
            _at++;
        }

        var name = _text[start.._at];
        var type = name switch
        {
            "" => Fail(new("the name of a type", "o nome de um tipo")),
            "list" => ParseList(),
            "map" => ParseMap(),
            "secret" => ParseType() is var inner && inner.IsError ? inner : new SecretType(inner is SecretType nested ? nested.Inner : inner),
            _ => BuiltIn(name) ?? _find(name) ?? Unknown(name, start),
        };
        SkipBlanks();
        _depth--;
        if (!type.IsError && _at < _text.Length && _text[_at] == '?')
        {
            _at++;
            return type is NullableType || type.IsDyn || type == PffType.Null ? type : new NullableType(type);
        }

        return type;
    }

    private PffType ParseList()
    {
        if (!Take('<'))
        {
            return Fail(new("'<'", "'<'"));
        }

        var element = ParseType();
        return element.IsError ? element : Take('>') ? new ListType(element) : Fail(new("'>'", "'>'"));
    }

    private PffType ParseMap()
    {
        if (!Take('<'))
        {
            return Fail(new("'<'", "'<'"));
        }

        var value = ParseType();
        if (value == PffType.Text && Take(','))
        {
            value = ParseType();
        }

        return value.IsError ? value : Take('>') ? new MapType(PffType.Text, value) : Fail(new("'>'", "'>'"));
    }

    private bool Take(char unit)
    {
        SkipBlanks();
        if (_at >= _text.Length || _text[_at] != unit)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private readonly PffType Unknown(string name, int start)
    {
        var span = _scalar.Content.ToSource(new TextSpan(start, name.Length));
        _diagnostics.Add(CompilerDiagnostics.UnknownCatalogueType(_scalar.Source, span, name, _names));
        return PffType.Error;
    }

    private readonly PffType Fail(LocalizedText expected)
    {
        var span = _at < _text.Length ? _scalar.Content.ToSource(new TextSpan(_at, 1)) : new TextSpan(_scalar.Content.ToSource(new TextSpan(_text.Length, 0)).Start, 0);
        _diagnostics.Add(CompilerDiagnostics.CatalogueTypeSyntax(_scalar.Source, span, expected));
        return PffType.Error;
    }
}
