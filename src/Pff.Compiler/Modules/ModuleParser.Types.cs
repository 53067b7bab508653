using System.Collections.Immutable;
using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Compiler.Typing;
using Pff.Core.Text;
using static Pff.Compiler.Syntax.Generated.ExpressionLexer;

namespace Pff.Compiler.Modules;

// Types.
public sealed partial class ModuleParser
{
    private TypeSyntax ReadType()
    {
        var start = _cursor.Span;
        if (++_depth > MaximumDepth)
        {
            _cursor.Add(CompilerDiagnostics.NestedTooDeep(_cursor.Source, start, MaximumDepth));
            _depth--;
            return new ErrorTypeSyntax(start);
        }

        var type = ReadPlainType(start);
        while (_cursor.TryToken(QUESTION))
        {
            type = new NullableTypeSyntax(type, _cursor.SpanFrom(start));
        }

        _depth--;
        return ReadConstraints() is { IsEmpty: false } constraints ? new ConstrainedTypeSyntax(type, constraints, _cursor.SpanFrom(start)) : type;
    }

    private TypeSyntax ReadPlainType(TextSpan start)
    {
        if (_cursor.Type == LBRACE)
        {
            return ReadObjectType(start);
        }

        if (_cursor.IsWord("secret") && _cursor.TypeAt(1) is IDENTIFIER or LBRACE)
        {
            _cursor.Skip();
            return new SecretTypeSyntax(ReadType(), _cursor.SpanFrom(start));
        }

        if (_cursor.ExpectName(new("a type", "um tipo")) is not { } name)
        {
            return new ErrorTypeSyntax(start);
        }

        var arguments = ImmutableArray.CreateBuilder<TypeSyntax>();
        if (_cursor.TryToken(LESS))
        {
            do
            {
                arguments.Add(ReadType());
            }
            while (_cursor.TryToken(COMMA));
            _cursor.Expect(GREATER, new("'>'", "'>'"));
        }

        return new NamedTypeSyntax(name.Text, arguments.ToImmutable(), _cursor.SpanFrom(start));
    }

    /// <summary><c>matching "^55" max_length 13</c>, on the line of the type: on one of its own each word may be a name.</summary>
    private ImmutableArray<ConstraintSyntax> ReadConstraints()
    {
        var constraints = ImmutableArray.CreateBuilder<ConstraintSyntax>();
        while (_cursor.Type == IDENTIFIER && !_cursor.IsFirstOfLine && ConstraintWords.All.Contains(_cursor.Text))
        {
            _cursor.TryName(out var word);
            var value = word!.Text == ConstraintWords.Matching
                ? _cursor.ExpectText(new("a regular expression in quotes", "uma expressão regular entre aspas"))
                : _cursor.ExpectDecimal(new("a number", "um número"));
            if (value is null)
            {
                break;
            }

            constraints.Add(new ConstraintSyntax(word, value));
        }

        return constraints.ToImmutable();
    }

    private ObjectTypeSyntax ReadObjectType(TextSpan start)
    {
        var fields = ImmutableArray.CreateBuilder<FieldSyntax>();
        _cursor.Skip();
        while (!_cursor.TryToken(RBRACE))
        {
            var name = _cursor.Type == STRING
                ? _cursor.ExpectText(new("a field", "um campo"))
                : _cursor.ExpectName(new("the name of a field", "o nome de um campo"));
            if (name is null)
            {
                break;
            }

            var isRequired = !_cursor.TryToken(QUESTION);
            if (!_cursor.Expect(COLON, new("':' and a type", "':' e um tipo")))
            {
                break;
            }

            fields.Add(new FieldSyntax(name, ReadType(), isRequired));

            // A line break separates fields as well as a comma does.
            if (!_cursor.TryToken(COMMA) && _cursor.Type != RBRACE && !_cursor.IsFirstOfLine)
            {
                _cursor.Report(new("',' or '}'", "',' ou '}'"));
                break;
            }
        }

        return new ObjectTypeSyntax(fields.ToImmutable(), _cursor.SpanFrom(start));
    }
}
