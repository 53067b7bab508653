using System.Collections.Immutable;
using Pff.Compiler.Manifest;
using Pff.Core.Text;

namespace Pff.Compiler.Modules;

/// <summary>A type as it is written.</summary>
public abstract record TypeSyntax(TextSpan Span);

/// <summary><c>text</c>, <c>Contract</c>, <c>list&lt;Contract&gt;</c>, <c>map&lt;text, int&gt;</c></summary>
public sealed record NamedTypeSyntax(string Name, ImmutableArray<TypeSyntax> Arguments, TextSpan Span) : TypeSyntax(Span);

/// <summary><c>T?</c></summary>
public sealed record NullableTypeSyntax(TypeSyntax Inner, TextSpan Span) : TypeSyntax(Span);

/// <summary><c>secret T</c></summary>
public sealed record SecretTypeSyntax(TypeSyntax Inner, TextSpan Span) : TypeSyntax(Span);

/// <summary><c>text matching "^55" max_length 13</c></summary>
public sealed record ConstrainedTypeSyntax(TypeSyntax Inner, ImmutableArray<ConstraintSyntax> Constraints, TextSpan Span) : TypeSyntax(Span);

/// <summary><c>matching "^55"</c>, <c>maximum 100</c></summary>
/// <param name="Value">The text between quotes, or the number as it is written.</param>
public sealed record ConstraintSyntax(ManifestName Word, ManifestName Value);

/// <summary><c>{ code: text, note?: text }</c></summary>
public sealed record ObjectTypeSyntax(ImmutableArray<FieldSyntax> Fields, TextSpan Span) : TypeSyntax(Span);

/// <param name="IsRequired">False for <c>note?: text</c>, which may be absent.</param>
public sealed record FieldSyntax(ManifestName Name, TypeSyntax Type, bool IsRequired);

/// <summary>A type that could not be read; already reported.</summary>
public sealed record ErrorTypeSyntax(TextSpan Span) : TypeSyntax(Span);
