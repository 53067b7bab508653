using Pff.Compiler.Syntax;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest;

/// <summary>
/// A value in a step, as it is written: a <see cref="YamlNode"/> of a manifest, in which texts may have <c>{{ }}</c>, or
/// an expression of a module. Everything behind the readers of the two takes both.
/// </summary>
public abstract record ValueSyntax(SourceText Source, TextSpan Span);

/// <summary>A value of a module.</summary>
public sealed record ExpressionValueSyntax(SourceText Source, ExpressionSyntax Expression) : ValueSyntax(Source, Expression.Span);

/// <summary>A limit as it is written; null where that is no whole number.</summary>
public sealed record LimitSyntax(long? Value, string Text, TextSpan Span);
