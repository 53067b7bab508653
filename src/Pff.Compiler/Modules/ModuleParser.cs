using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Syntax;
using Pff.Compiler.Typing;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Modules;

/// <summary>
/// Reads a module: <c>language 1</c>, perhaps <c>name "…"</c>, and declarations. Every text gives a tree; behind a mistake reading goes on at the
/// next line.
/// </summary>
public sealed partial class ModuleParser
{
    private const long SupportedLanguage = 1;

    /// <summary>Blocks and types inside one another.</summary>
    private const int MaximumDepth = 64;

    private const int MaximumLength = 4 * 1024 * 1024;

    private static readonly ImmutableArray<string> DeclarationWords =
        ["use", "type", "enum", "method", "read", "write", "irreversible", "fn", "rule", "sequence", "test"];

    private readonly ModuleCursor _cursor;
    private readonly DiagnosticBag _diagnostics;
    private int _depth;

    private ModuleParser(ModuleCursor cursor, DiagnosticBag diagnostics)
    {
        _cursor = cursor;
        _diagnostics = diagnostics;
    }

    public static ModuleSyntax Parse(SourceText source, DiagnosticBag diagnostics)
    {
        if (source.Content.Length > MaximumLength)
        {
            diagnostics.Add(CompilerDiagnostics.ModuleTooLong(source, source.Content.Length, MaximumLength));
            return new ModuleSyntax(source) { IsComplete = false };
        }

        var parser = new ModuleParser(new ModuleCursor(source, diagnostics), diagnostics);
        parser.ReadLanguage();
        var name = parser._cursor.TryWord("name")
            ? parser._cursor.ExpectText(new("the name of the program", "o nome do programa"))
            : null;
        var declarations = parser.ReadDeclarations();
        return new ModuleSyntax(source) { Name = name, Declarations = declarations, IsComplete = !parser._cursor.HasReported };
    }

    private ImmutableArray<DeclarationSyntax> ReadDeclarations()
    {
        var declarations = ImmutableArray.CreateBuilder<DeclarationSyntax>();
        while (!_cursor.IsAtEnd)
        {
            var position = _cursor.Position;
            if (ReadDeclaration() is { } declaration)
            {
                declarations.Add(declaration);
            }

            // Behind a mistake: on to the next line that starts a declaration.
            if (_cursor.Position == position || !(_cursor.IsAtEnd || IsDeclarationStart()))
            {
                if (_cursor.Position != position)
                {
                    _cursor.Report(new("a declaration on a line of its own", "uma declaração em uma linha própria"));
                }

                SkipToDeclaration();
            }
        }

        return declarations.ToImmutable();
    }

    private bool IsDeclarationStart() => _cursor.IsFirstOfLine && _cursor.Type == IDENTIFIER && DeclarationWords.Contains(_cursor.Text);

    private void SkipToDeclaration()
    {
        do
        {
            _cursor.SkipStatement();
            if (_cursor.Type == RBRACE)
            {
                _cursor.Skip();
            }
        }
        while (!_cursor.IsAtEnd && !IsDeclarationStart());
    }

    private void ReadLanguage()
    {
        var start = _cursor.Span;
        if (!_cursor.TryWord("language"))
        {
            _diagnostics.Add(CompilerDiagnostics.LanguageMissing(_cursor.Source, start, SupportedLanguage));
            return;
        }

        if (_cursor.ExpectNumber(new("the version of the language", "a versão da linguagem")) is { } version && version.Value != SupportedLanguage)
        {
            _diagnostics.Add(CompilerDiagnostics.LanguageNotSupported(_cursor.Source, version, SupportedLanguage));
        }
    }

    private DeclarationSyntax? ReadDeclaration()
    {
        var start = _cursor.Span;
        switch (_cursor.Type == IDENTIFIER ? _cursor.Text : string.Empty)
        {
            case "use":
                _cursor.Skip();
                return ReadUse(start);
            case "type":
                _cursor.Skip();
                return ReadTypeDeclaration(start);
            case "enum":
                _cursor.Skip();
                return ReadEnum(start);
            case "read" or "write" or "irreversible" or "method":
                return ReadMethod(start);
            case "fn":
                _cursor.Skip();
                return ReadFunction(start);
            case "rule":
                _cursor.Skip();
                return ReadRule(start);
            case "sequence":
                _cursor.Skip();
                return ReadSequence(start);
            case "test":
                _cursor.Skip();
                return ReadTest(start);
            default:
                _cursor.Add(CompilerDiagnostics.UnknownDeclaration(_cursor.Source, _cursor.Span, _cursor.Text, DeclarationWords));
                return null;
        }
    }

    private DeclarationSyntax? ReadUse(TextSpan start)
    {
        if (_cursor.Type == STRING)
        {
            return _cursor.ExpectText(new("a path", "um caminho")) is { } path ? new UseModuleSyntax(path, _cursor.SpanFrom(start)) : null;
        }

        if (_cursor.TryWord("module"))
        {
            return _cursor.ExpectText(new("the path of a module", "o caminho de um módulo")) is { } path
                ? new UseModuleSyntax(path, _cursor.SpanFrom(start))
                : null;
        }

        if (_cursor.TryWord("api"))
        {
            if (_cursor.ExpectName(new("the name of an API", "o nome de uma API")) is not { } name)
            {
                return null;
            }

            var path = _cursor.TryWord("from")
                ? _cursor.ExpectText(new("the path of a catalogue or OpenAPI document", "o caminho de um catálogo ou documento OpenAPI"))
                : null;
            return new UseApiSyntax(name, path, _cursor.SpanFrom(start));
        }

        if (_cursor.TryWord("table"))
        {
            return _cursor.ExpectName(new("the name of a table", "o nome de uma tabela")) is { } name
                ? new TableSyntax(name, ReadParameters(), _cursor.SpanFrom(start))
                : null;
        }

        _cursor.Report(new("'api', 'table' or the path of a module", "'api', 'table' ou o caminho de um módulo"));
        return null;
    }

    private TypeDeclarationSyntax? ReadTypeDeclaration(TextSpan start)
    {
        if (_cursor.ExpectName(new("the name of the type", "o nome do tipo")) is not { } name || !ExpectAssign())
        {
            return null;
        }

        var type = ReadType();
        if (_cursor.Type == IDENTIFIER && !_cursor.IsFirstOfLine)
        {
            _cursor.Add(CompilerDiagnostics.UnknownConstraint(_cursor.Source, _cursor.Span, _cursor.Text, ConstraintWords.All));
        }

        return new TypeDeclarationSyntax(name, type, _cursor.SpanFrom(start));
    }

    private EnumDeclarationSyntax? ReadEnum(TextSpan start)
    {
        if (_cursor.ExpectName(new("the name of the enum", "o nome do enum")) is not { } name
            || !_cursor.Expect(LBRACE, new("'{'", "'{'")))
        {
            return null;
        }

        var values = ImmutableArray.CreateBuilder<ManifestName>();
        var isOpen = false;
        while (!_cursor.TryToken(RBRACE))
        {
            if (_cursor.IsWord("other") && _cursor.TypeAt(1) == LPAREN)
            {
                _cursor.Skip();
                _cursor.Skip();
                _cursor.ExpectWord("text");
                _cursor.Expect(RPAREN, new("')'", "')'"));
                isOpen = true;
            }
            else if (_cursor.Type == STRING)
            {
                // A value that is no name: "In Progress".
                values.Add(_cursor.ExpectText(new("a value", "um valor"))!);
            }
            else if (_cursor.ExpectName(new("a value", "um valor")) is { } value)
            {
                values.Add(value);
            }
            else
            {
                return null;
            }

            if (!_cursor.TryToken(COMMA) && _cursor.Type != RBRACE)
            {
                _cursor.Report(new("',' or '}'", "',' ou '}'"));
                return null;
            }
        }

        return new EnumDeclarationSyntax(name, values.ToImmutable(), isOpen, _cursor.SpanFrom(start));
    }

    private FunctionSyntax? ReadFunction(TextSpan start)
    {
        if (_cursor.ExpectName(new("the name of the function", "o nome da função")) is not { } name)
        {
            return null;
        }

        var typeParameters = ImmutableArray.CreateBuilder<ManifestName>();
        if (_cursor.TryToken(LESS))
        {
            do
            {
                if (_cursor.ExpectName(new("the name of a type parameter", "o nome de um parâmetro de tipo")) is not { } parameter)
                {
                    return null;
                }

                typeParameters.Add(parameter);
            }
            while (_cursor.TryToken(COMMA));
            _cursor.Expect(GREATER, new("'>'", "'>'"));
        }

        var parameters = ReadParameters();
        var result = _cursor.TryArrow() ? ReadType() : null;
        return ExpectAssign()
            ? new FunctionSyntax(name, typeParameters.ToImmutable(), parameters, result, _cursor.ReadExpression(), _cursor.SpanFrom(start))
            : null;
    }

    private RuleSyntax? ReadRule(TextSpan start)
    {
        if (_cursor.ExpectName(new("the name of the rule", "o nome da regra")) is not { } name)
        {
            return null;
        }

        var parameters = ReadParameters();
        if (!_cursor.ExpectWord("when"))
        {
            return null;
        }

        var condition = _cursor.ReadExpression();
        var reason = _cursor.TryWord("because") ? _cursor.ReadExpression() : null;
        return new RuleSyntax(name, parameters, condition, reason, _cursor.SpanFrom(start));
    }

    private bool ExpectAssign()
    {
        if (_cursor.TrySign("="))
        {
            return true;
        }

        _cursor.Report(new("'='", "'='"));
        return false;
    }

    /// <summary><c>(name: type, name "Column": type = default)</c></summary>
    private ImmutableArray<ParameterDeclarationSyntax> ReadParameters()
    {
        var parameters = ImmutableArray.CreateBuilder<ParameterDeclarationSyntax>();
        if (!_cursor.Expect(LPAREN, new("'('", "'('")))
        {
            return [];
        }

        while (!_cursor.TryToken(RPAREN))
        {
            var start = _cursor.Span;
            if (_cursor.ExpectName(new("the name of a parameter", "o nome de um parâmetro")) is not { } name)
            {
                break;
            }

            var column = _cursor.Type == STRING ? _cursor.ExpectText(new("a column", "uma coluna")) : null;
            if (!_cursor.Expect(COLON, new("':' and a type", "':' e um tipo")))
            {
                break;
            }

            var type = ReadType();
            var fallback = _cursor.TrySign("=") ? _cursor.ReadExpression() : null;
            parameters.Add(new ParameterDeclarationSyntax(name, column, type, fallback, _cursor.SpanFrom(start)));
            if (!_cursor.TryToken(COMMA) && _cursor.Type != RPAREN)
            {
                _cursor.Report(new("',' or ')'", "',' ou ')'"));
                break;
            }
        }

        return parameters.ToImmutable();
    }
}
