using System.Collections.Immutable;
using Pff.Core.Text;

namespace Pff.Compiler.Manifest.Tests;

/// <summary>A test as it is written: what runs, in which world, and what must come of it.</summary>
/// <param name="Source">The text in which all its spans stand.</param>
public sealed record TestSyntax(SourceText Source, ManifestName Name, TextSpan Span)
{
    /// <summary>The sequence; null for the only one.</summary>
    public ManifestName? Run { get; init; }

    /// <summary>The inputs of the one row.</summary>
    public ImmutableArray<ArgumentSyntax> Inputs { get; init; } = [];

    /// <summary>The value of <c>now</c>, or null.</summary>
    public ManifestName? Now { get; init; }

    public ImmutableArray<MockSyntax> Mocks { get; init; } = [];

    public ExpectationSyntax Expectation { get; init; } = new();
}

/// <summary>What a method answers, in turn.</summary>
public sealed record MockSyntax(ManifestName Method, ImmutableArray<AnswerSyntax> Answers);

/// <summary>One answer, with what every kind of answer may have.</summary>
public abstract record AnswerSyntax(TextSpan Span)
{
    /// <summary>How long the answer takes.</summary>
    public int DelayMs { get; init; }

    /// <summary>The condition over <c>args</c> under which it is given, or null.</summary>
    public ValueSyntax? When { get; init; }
}

/// <summary><c>returns: value</c></summary>
public sealed record ReturnsSyntax(ValueSyntax Value, TextSpan Span) : AnswerSyntax(Span);

/// <summary><c>returns_file: path</c></summary>
public sealed record ReturnsFileSyntax(ManifestName Path, TextSpan Span) : AnswerSyntax(Span);

/// <summary><c>fails: status</c>, or <c>fails: { status, body, retry_after }</c>.</summary>
public sealed record FailsSyntax(int Status, ValueSyntax? Body, int? RetryAfterMs, TextSpan Span) : AnswerSyntax(Span);

/// <summary><c>times out</c>: no answer ever comes.</summary>
public sealed record TimesOutSyntax(TextSpan Span) : AnswerSyntax(Span);

/// <summary><c>drops connection</c>: the request is sent, and then the connection breaks.</summary>
public sealed record DropsConnectionSyntax(TextSpan Span) : AnswerSyntax(Span);

/// <summary>What must come of the row. What is null is not looked at.</summary>
public sealed record ExpectationSyntax
{
    public ManifestName? Outcome { get; init; }

    public ManifestName? Code { get; init; }

    public ImmutableArray<ArgumentSyntax> Returns { get; init; } = [];

    public ImmutableArray<ExpectedWriteSyntax>? Writes { get; init; }

    public CountSyntax? Calls { get; init; }

    /// <summary>Conditions over what happened.</summary>
    public ImmutableArray<ValueSyntax> Conditions { get; init; } = [];
}

public sealed record ExpectedWriteSyntax(ManifestName Method, ImmutableArray<ArgumentSyntax> Arguments);

/// <summary>A number, or bounds of one.</summary>
public sealed record CountSyntax(long AtLeast, long AtMost, TextSpan Span);
