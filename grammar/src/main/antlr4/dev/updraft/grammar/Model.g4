/**
 * The language of .model files.
 *
 * Line breaks mean nothing to the grammar. Every decision needs one token of lookahead, so that parsing takes time
 * linear in the length of the file whatever is in it; three rules allow a little more than the language does for that,
 * and say so.
 */
grammar Model;

file
    : (importFile | model | block)* EOF
    ;

importFile
    : IMPORT STRING
    ;

model
    : MODEL name parameters? '{' member* '}'
    ;

block
    : SHARED? BLOCK name parameters? '{' statement* '}'
    ;

parameters
    : '(' (parameter (',' parameter?)*)? ')'
    ;

parameter
    : name (':' name)? ('=' expression)?
    ;

// The parts of a model

member
    : input
    | target
    | network
    | loss
    | optimizer
    | metrics
    | fit
    ;

/** Only a window has both a type and columns, and only its type has arguments. */
input
    : INPUT name (':' type arguments? ('{' column* '}')? | '{' column* '}')
    ;

/** One or more columns of a table of the same kind. */
column
    : columnName (',' columnName)* ':' kind
    ;

/** The string is the name that the table's header has for the column. */
kind
    : name ('[' elements ']')? arguments? STRING?
    ;

target
    : TARGET name ':' type arguments? STRING?
    ;

type
    : name ('[' elements ']' ('[' elements ']')?)?
    ;

network
    : NETWORK '{' statement* '}'
    ;

loss
    : LOSS expression
    ;

optimizer
    : OPTIMIZER expression
    ;

metrics
    : METRICS metric (',' metric)*
    ;

/** Only a name may stand before '='. */
metric
    : expression ('=' expression)?
    ;

fit
    : FIT '{' (setting (',' setting?)*)? '}'
    ;

setting
    : argumentName ':' expression
    ;

// Networks and blocks

/** Only a name may stand before '='. */
statement
    : opening ('=' expression)?                  # assignmentOrValue
    | REPEAT sum '{' statement* '}'              # repeat
    | RETURN expression                          # return
    ;

/** An expression that begins with a name: a statement that began with '-', '(' or '[' would go on the last. */
opening
    : named (('*' | '/') factor)* (('+' | '-') product)* ('->' stage)*
    ;

named
    : call slices* exponent*
    ;

expression
    : disjunction ('->' stage)*
    ;

stage
    : call
    | repeatStages
    ;

repeatStages
    : REPEAT sum '{' stage ('->' stage)* '}'
    ;

disjunction
    : conjunction ('or' conjunction)*
    ;

conjunction
    : negation ('and' negation)*
    ;

negation
    : 'not'* comparison
    ;

/** Comparisons do not chain. */
comparison
    : sum (('<' | '<=' | '>' | '>=' | '==' | '!=') sum)*
    ;

sum
    : product (('+' | '-') product)*
    ;

product
    : factor (('*' | '/') factor)*
    ;

factor
    : '-'* power
    ;

power
    : subscript exponent*
    ;

/** Binds tighter than a sign before it, and to the right: -x ** -y ** 2 is -(x ** -(y ** 2)). */
exponent
    : '**' '-'* subscript
    ;

subscript
    : primary slices*
    ;

/** x[:, 0] or x[..., 1:3]. */
slices
    : '[' slice (',' slice?)* ']'
    ;

slice
    : expression (':' expression?)?
    | ':' expression?
    | '...'
    ;

primary
    : INTEGER
    | DECIMAL
    | STRING
    | TRUE
    | FALSE
    | call
    | list
    | parentheses
    ;

/** A column of a group has no arguments, and cannot stand behind an arrow. */
call
    : name ('.' columnName | arguments)?
    ;

list
    : '[' elements ']'
    ;

parentheses
    : '(' elements ')'
    ;

/** A last comma is allowed, two in a row are not. */
elements
    : (expression (',' expression?)*)?
    ;

arguments
    : '(' (argument (',' argument?)*)? ')'
    ;

/** Only a name may stand before ':'. */
argument
    : expression (':' given)?
    | word ':' given
    ;

/** The loss is a figure too, which can be watched. */
given
    : expression
    | LOSS
    ;

name
    : NAME
    ;

argumentName
    : NAME
    | word
    ;

/** The words of the language are names like any other in a table. */
columnName
    : NAME
    | word
    | TRUE
    | FALSE
    | AND
    | OR
    | NOT
    ;

/** The words of the language, which before a colon are names like any other. */
word
    : MODEL
    | BLOCK
    | IMPORT
    | INPUT
    | TARGET
    | NETWORK
    | LOSS
    | OPTIMIZER
    | METRICS
    | FIT
    | REPEAT
    | RETURN
    ;

// Words and symbols

MODEL : 'model';
/** A word of the language before {@code block} alone; everywhere else the compiler's scanner makes a name of it. */
SHARED : 'shared';
BLOCK : 'block';
IMPORT : 'import';
INPUT : 'input';
TARGET : 'target';
NETWORK : 'network';
LOSS : 'loss';
OPTIMIZER : 'optimizer';
METRICS : 'metrics';
FIT : 'fit';
REPEAT : 'repeat';
RETURN : 'return';
TRUE : 'true';
FALSE : 'false';
AND : 'and';
OR : 'or';
NOT : 'not';

ARROW : '->';
ASSIGN : '=';
COLON : ':';
COMMA : ',';
PLUS : '+';
MINUS : '-';
TIMES : '*';
DIVIDE : '/';
POWER : '**';
LESS : '<';
LESS_EQUAL : '<=';
GREATER : '>';
GREATER_EQUAL : '>=';
EQUAL : '==';
NOT_EQUAL : '!=';
ELLIPSIS : '...';
DOT : '.';
OPEN_PARENTHESIS : '(';
CLOSE_PARENTHESIS : ')';
OPEN_BRACKET : '[';
CLOSE_BRACKET : ']';
OPEN_BRACE : '{';
CLOSE_BRACE : '}';

NAME : [a-zA-Z_] [a-zA-Z_0-9]*;
INTEGER : DIGITS;
DECIMAL : (DIGITS '.' DIGITS? | '.' DIGITS) EXPONENT? | DIGITS EXPONENT;
STRING : '"' CHARACTER* '"';

DOC : '///' (~[/\n] ~[\n]*)? -> channel(HIDDEN);
COMMENT : '//' ~[\n]* -> skip;
SPACE : [ \t\r\n\f\uFEFF]+ -> skip;

// What is not of the language is a token too, so that the compiler can say what is wrong with it.

MALFORMED_NUMBER : '.'? [0-9] ([0-9a-zA-Z_.] | [eE] [+-])*;
UNTERMINATED_STRING : '"' CHARACTER* '\\'?;
SINGLE_QUOTED_STRING : '\'' ~['"\r\n]* '\'';
UNKNOWN : .;

fragment DIGITS : [0-9]+;
fragment EXPONENT : [eE] [+-]? DIGITS;
fragment CHARACTER : ~["\\\r\n] | '\\' ~[\r\n];
