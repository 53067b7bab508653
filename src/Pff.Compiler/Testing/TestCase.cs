using System.Collections.Immutable;
using Pff.Core.Ir;
using Pff.Core.Plan;
using Pff.Core.Text;

namespace Pff.Compiler.Testing;

/// <summary>A checked test: ready to be run against the plan that it was compiled with.</summary>
public sealed record TestCase
{
    public required string Name { get; init; }

    /// <summary>The file in which the test stands.</summary>
    public required SourceText Source { get; init; }

    public required TextSpan Span { get; init; }

    public required string Sequence { get; init; }

    /// <summary>The inputs that the test gives; they read nothing but <c>now</c>.</summary>
    public required ImmutableArray<TestValue> Inputs { get; init; }

    public required Timestamp Now { get; init; }

    public required ImmutableArray<MockedMethod> Mocks { get; init; }

    public required TestExpectation Expectation { get; init; }
}

/// <summary>A value with a name.</summary>
public sealed record TestValue(string Name, IrExpression Value);

public sealed record MockedMethod(MethodDescriptor Method, ImmutableArray<MockAnswer> Answers);

/// <summary>One answer of a mock, with what every kind may have.</summary>
public abstract record MockAnswer
{
    /// <summary>A condition over <c>args</c>, which is in slot <see cref="TestScope.Arguments"/>; null where it always holds.</summary>
    public IrExpression? When { get; init; }

    public int DelayMs { get; init; }
}

/// <summary>A response with status 200.</summary>
public sealed record ReturningAnswer(IrExpression Body) : MockAnswer;

/// <param name="Body">Null where it has none.</param>
/// <param name="RetryAfterMs">What <c>Retry-After</c> asks for; null where it is not there.</param>
public sealed record FailingAnswer(int Status, IrExpression? Body, int? RetryAfterMs) : MockAnswer;

/// <summary>No answer ever comes.</summary>
public sealed record SilentAnswer : MockAnswer;

/// <summary>The connection breaks when the request has been sent.</summary>
public sealed record BrokenAnswer : MockAnswer;

/// <summary>What must come of the row; what is null is not looked at.</summary>
public sealed record TestExpectation
{
    /// <summary>The outcomes that are good.</summary>
    public required ImmutableArray<string> Outcomes { get; init; }

    public string? Code { get; init; }

    public ImmutableArray<TestValue> Returns { get; init; } = [];

    public ImmutableArray<ExpectedWrite>? Writes { get; init; }

    public ExpectedCount? Calls { get; init; }

    /// <summary>Conditions over the slots of <see cref="TestScope"/>.</summary>
    public ImmutableArray<IrExpression> Conditions { get; init; } = [];
}

/// <param name="Arguments">Those that are compared.</param>
public sealed record ExpectedWrite(MethodDescriptor Method, ImmutableArray<TestValue> Arguments);

public sealed record ExpectedCount(long AtLeast, long AtMost);
