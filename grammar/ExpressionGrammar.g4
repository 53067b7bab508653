// The sentences of PFF expressions: CEL's grammar, and lambdas as arguments, '??', '?.', interpolated text, 'match' and
// comprehensions. Chains are loops, so that a long one is not a deep one. 'a ?.b : c' and 'a?.b', and words like 'match'
// that are names elsewhere, are told apart before parsing, see Syntax/TokenPreparation.
parser grammar ExpressionGrammar;

options { tokenVocab = ExpressionLexer; }

start : expression EOF ;

expression
    : FROM variable=IDENTIFIER IN range=expression (WHERE filter=expression)? SELECT projection=expression # comprehension
    | test=disjunction (QUESTION first=expression COLON second=expression)?                              # conditional
    ;

disjunction : parts+=conjunction (operators+=OR parts+=conjunction)* ;
conjunction : parts+=relation (operators+=AND parts+=relation)* ;
relation
    : parts+=coalescence
      (operators+=(EQUAL | NOT_EQUAL | LESS | LESS_OR_EQUAL | GREATER | GREATER_OR_EQUAL | IN) parts+=coalescence)*
    ;
// Binds tighter than comparisons and looser than '+', so that 'a.b ?? 0 > 5' compares what is there.
coalescence : parts+=sum (operators+=COALESCE parts+=sum)* ;
sum         : parts+=product (operators+=(PLUS | MINUS) parts+=product)* ;
product     : parts+=prefixed (operators+=(STAR | SLASH | PERCENT) parts+=prefixed)* ;
prefixed    : operators+=(NOT | MINUS)* member ;

member : primary suffixes+=suffix* ;

suffix
    : SAFE? DOT optional=QUESTION? name=(IDENTIFIER | ESCAPED | UNTERMINATED_ESCAPED)           # select
    | SAFE? DOT name=IDENTIFIER LPAREN arguments RPAREN                                        # invoke
    | LBRACKET optional=QUESTION? at=expression RBRACKET                                       # index
    ;

primary
    : dot=DOT? name=IDENTIFIER                                                                 # name
    | dot=DOT? name=IDENTIFIER LPAREN arguments RPAREN                                         # call
    | LPAREN inner=expression RPAREN                                                           # parenthesized
    | LBRACKET (elements+=element (COMMA elements+=element)*)? COMMA? RBRACKET                 # list
    | LBRACE (entries+=entry (COMMA entries+=entry)*)? COMMA? RBRACE                           # map
    | MATCH subject=expression LBRACE (arms+=arm (COMMA arms+=arm)*)? COMMA? RBRACE            # match
    | (FORMAT_DOUBLE | FORMAT_SINGLE | FORMAT_TRIPLE_DOUBLE | FORMAT_TRIPLE_SINGLE) parts+=piece* FORMAT_END # interpolation
    | constant                                                                                 # literal
    ;

arguments : (items+=argument (COMMA items+=argument)*)? ;

argument
    : parameters+=IDENTIFIER ARROW body=expression                                                       # lambda
    | LPAREN (parameters+=IDENTIFIER (COMMA parameters+=IDENTIFIER)*)? RPAREN ARROW body=expression       # lambda
    | expression                                                                                        # plain
    ;

element : optional=QUESTION? item=expression ;
entry   : optional=QUESTION? key=expression COLON item=expression ;
piece   : FORMAT_TEXT | FORMAT_STRAY | FORMAT_OPEN hole=expression RBRACE ;

arm : pattern ARROW result=expression ;

pattern
    : name=IDENTIFIER LPAREN variable=IDENTIFIER RPAREN                                        # other
    | name=IDENTIFIER                                                                          # bare
    | sign=MINUS? constant                                                                     # constantPattern
    ;

constant
    : INT | HEX | FLOAT | DECIMAL | DURATION | UNSIGNED | BAD_NUMBER
    | STRING | UNTERMINATED_STRING | BYTES
    | TRUE | FALSE | NULL
    ;
